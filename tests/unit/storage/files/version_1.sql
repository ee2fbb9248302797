-- A store of version 1, kept for ever: migrations start from what was really written.
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE questionnaire (
    id VARCHAR NOT NULL, version VARCHAR NOT NULL, hash VARCHAR NOT NULL,
    content JSON NOT NULL, archived_at TIMESTAMP NOT NULL,
    PRIMARY KEY (id, version, hash));
CREATE TABLE initiative (
    id VARCHAR PRIMARY KEY, created_at TIMESTAMP NOT NULL, origin VARCHAR NOT NULL);
CREATE TABLE response (
    id VARCHAR PRIMARY KEY, initiative_id VARCHAR NOT NULL,
    questionnaire_id VARCHAR NOT NULL, questionnaire_version VARCHAR NOT NULL,
    questionnaire_hash VARCHAR NOT NULL, path VARCHAR NOT NULL, language VARCHAR NOT NULL,
    code_hash VARCHAR UNIQUE, result_hash VARCHAR UNIQUE, origin VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL);
CREATE TABLE answer_event (
    id VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, response_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL, facet VARCHAR NOT NULL, value JSON, base_id VARCHAR,
    author VARCHAR NOT NULL, saved_at TIMESTAMP NOT NULL);
CREATE VIEW latest_answer AS
    SELECT * FROM answer_event
    QUALIFY row_number() OVER (PARTITION BY response_id, field, facet ORDER BY seq DESC) = 1;
CREATE TABLE submission (
    key VARCHAR PRIMARY KEY, id VARCHAR NOT NULL UNIQUE, response_id VARCHAR NOT NULL,
    number INTEGER NOT NULL, submitted_at TIMESTAMP NOT NULL, answers JSON NOT NULL,
    answers_hash VARCHAR NOT NULL, questionnaire_id VARCHAR NOT NULL,
    questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL,
    method_version VARCHAR NOT NULL, origin VARCHAR NOT NULL);
CREATE TABLE score (
    submission_id VARCHAR NOT NULL, node VARCHAR NOT NULL, value DOUBLE, low DOUBLE,
    high DOUBLE, coverage DOUBLE, reason VARCHAR, PRIMARY KEY (submission_id, node));
CREATE TABLE withdrawal (
    response_id VARCHAR PRIMARY KEY, withdrawn_at TIMESTAMP NOT NULL);
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY, done_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL,
    action VARCHAR NOT NULL, object VARCHAR NOT NULL, detail JSON NOT NULL,
    previous_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE access_link (
    id VARCHAR PRIMARY KEY, role VARCHAR NOT NULL, scope JSON NOT NULL, label VARCHAR NOT NULL,
    token_hash VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, expires_at TIMESTAMP,
    revoked_at TIMESTAMP, last_used_at TIMESTAMP);
CREATE TABLE consultation (
    id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, content JSON NOT NULL,
    token_hash VARCHAR NOT NULL UNIQUE, origin VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL);
CREATE TABLE contribution (
    id VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, consultation_id VARCHAR NOT NULL,
    author VARCHAR NOT NULL, field VARCHAR NOT NULL, value JSON, saved_at TIMESTAMP NOT NULL);
CREATE TABLE rescoring (
    id VARCHAR PRIMARY KEY, done_at TIMESTAMP NOT NULL, questionnaire_id VARCHAR NOT NULL,
    questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL,
    method_version VARCHAR NOT NULL, source_version VARCHAR NOT NULL,
    source_hash VARCHAR NOT NULL, origin VARCHAR NOT NULL);
CREATE TABLE rescored (
    rescoring_id VARCHAR NOT NULL, submission_id VARCHAR NOT NULL, node VARCHAR NOT NULL,
    value DOUBLE, low DOUBLE, high DOUBLE, coverage DOUBLE, reason VARCHAR,
    PRIMARY KEY (rescoring_id, submission_id, node));
INSERT INTO answer_event VALUES ('event-2', 1, 'response-1', 'E1', 'answer', '"a"', NULL, 'session-1', '2026-11-23 10:30:00');
INSERT INTO answer_event VALUES ('event-3', 2, 'response-1', 'E2', 'answer', '["b","c"]', NULL, 'session-1', '2026-11-23 10:30:00');
INSERT INTO audit VALUES (1, '2026-11-23 10:30:00', 'session-1', 'start', 'something', '{}', '', 'dccee5977347827d8bfd5bf2de8c9ae6f2adc33e81e91433fe4fb8c439c753a1');
INSERT INTO audit VALUES (2, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'dccee5977347827d8bfd5bf2de8c9ae6f2adc33e81e91433fe4fb8c439c753a1', 'f26878d88109adadef0ef900bf3bcf5e939253ad9b4a95d319fa988a5e3f2cb6');
INSERT INTO audit VALUES (3, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'f26878d88109adadef0ef900bf3bcf5e939253ad9b4a95d319fa988a5e3f2cb6', 'bea472dddcc3e21f106e4aef02516080802a674e2f9457fb23e23b42499cff1b');
INSERT INTO audit VALUES (4, '2026-11-23 10:30:00', 'session-1', 'start', 'something', '{}', 'bea472dddcc3e21f106e4aef02516080802a674e2f9457fb23e23b42499cff1b', 'c982a536693e505fbb95549237b46d4cbfdfde85a43efd514101388a1ae67934');
INSERT INTO audit VALUES (5, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'c982a536693e505fbb95549237b46d4cbfdfde85a43efd514101388a1ae67934', 'e35a2d0bc560a37d8e22799b30227b42fdc3c08328434a97e4a3ef45ac6904e3');
INSERT INTO audit VALUES (6, '2026-11-23 10:30:00', 'session-1', 'withdraw', 'something', '{}', 'e35a2d0bc560a37d8e22799b30227b42fdc3c08328434a97e4a3ef45ac6904e3', '7a59bb6b4fd4d45393dcc60f92910a2bd1a3554d3faf89be88c7d174158b4036');
INSERT INTO initiative VALUES ('initiative-1', '2026-11-23 10:30:00', 'real');
INSERT INTO initiative VALUES ('initiative-2', '2026-11-23 10:30:00', 'real');
INSERT INTO meta VALUES ('created_at', '2026-11-23T10:30:00');
INSERT INTO meta VALUES ('schema_version', '1');
INSERT INTO questionnaire VALUES ('domino', '1', 'hash-of-1', '{"axes":["économie"]}', '2026-11-23 10:30:00');
INSERT INTO response VALUES ('response-1', 'initiative-1', 'domino', '1', 'hash-of-1', 'short', 'fr', NULL, NULL, 'real', '2026-11-23 10:30:00');
INSERT INTO response VALUES ('response-8', 'initiative-2', 'domino', '1', 'hash-of-1', 'short', 'fr', NULL, NULL, 'real', '2026-11-23 10:30:00');
INSERT INTO score VALUES ('submission-4', 'economy', NULL, NULL, NULL, 0.2, 'coverage');
INSERT INTO score VALUES ('submission-4', 'overall', 62.5, 60.0, 65.0, 0.9, NULL);
INSERT INTO score VALUES ('submission-6', 'economy', NULL, NULL, NULL, 0.2, 'coverage');
INSERT INTO score VALUES ('submission-6', 'overall', 62.5, 60.0, 65.0, 0.9, NULL);
INSERT INTO score VALUES ('submission-9', 'economy', NULL, NULL, NULL, 0.2, 'coverage');
INSERT INTO score VALUES ('submission-9', 'overall', 62.5, 60.0, 65.0, 0.9, NULL);
INSERT INTO submission VALUES ('key-10', 'submission-9', 'response-8', 1, '2026-11-23 10:30:00', '{"E1":{"answer":{"value":"été"}}}', 'hash-of-answers', 'domino', '1', 'hash-of-1', '1', 'real');
INSERT INTO submission VALUES ('key-5', 'submission-4', 'response-1', 1, '2026-11-23 10:30:00', '{"E1":{"answer":{"value":"été"}}}', 'hash-of-answers', 'domino', '1', 'hash-of-1', '1', 'real');
INSERT INTO submission VALUES ('key-7', 'submission-6', 'response-1', 2, '2026-11-24 10:30:00', '{"E1":{"answer":{"value":"été"}}}', 'hash-of-answers', 'domino', '1', 'hash-of-1', '1', 'real');
INSERT INTO withdrawal VALUES ('response-8', '2026-11-23 10:30:00');
