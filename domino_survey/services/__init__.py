"""What a user can do, one function each. Services check rights, read the clock and use the store."""
