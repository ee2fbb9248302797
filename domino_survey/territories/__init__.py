"""The places of France: communes, their groupings (EPCI), départements and regions."""

from domino_survey.territories.mergers import successor
from domino_survey.territories.names import fold
from domino_survey.territories.places import Commune, Kind, Place, Unit
from domino_survey.territories.register import KINDS, Territories, load

__all__ = ["KINDS", "Commune", "Kind", "Place", "Territories", "Unit", "fold", "load", "successor"]
