-- A store of version 2, kept for ever: migrations start from what was really written.
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
    high DOUBLE, coverage DOUBLE, reason VARCHAR);
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
CREATE TABLE observed_form (
    number INTEGER PRIMARY KEY, questionnaire_id VARCHAR NOT NULL,
    questionnaire_version VARCHAR NOT NULL, questionnaire_hash VARCHAR NOT NULL);
CREATE TABLE observed_place (
    number INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, code VARCHAR NOT NULL);
CREATE TABLE observed (page UTINYINT, number INTEGER, form INTEGER, origin UTINYINT, initiative INTEGER, shared BOOLEAN, apart BOOLEAN, submitted_at TIMESTAMP, superseded_at TIMESTAMP, commune INTEGER, epci INTEGER, departement INTEGER, region INTEGER, short BOOLEAN, answered USMALLINT, proven USMALLINT, submission_id VARCHAR, response_id VARCHAR, initiative_id VARCHAR, b00 USMALLINT, b01 USMALLINT, b02 USMALLINT, b03 USMALLINT, b04 USMALLINT, b05 USMALLINT, b06 USMALLINT, b07 USMALLINT, b08 USMALLINT, b09 USMALLINT, b10 USMALLINT, b11 USMALLINT, b12 USMALLINT, b13 USMALLINT, b14 USMALLINT, b15 USMALLINT, b16 USMALLINT, b17 USMALLINT, b18 USMALLINT, b19 USMALLINT, b20 USMALLINT, b21 USMALLINT, b22 USMALLINT, b23 USMALLINT, b24 USMALLINT, b25 USMALLINT, b26 USMALLINT, b27 USMALLINT, b28 USMALLINT, b29 USMALLINT, b30 USMALLINT, b31 USMALLINT, n00 DOUBLE, n01 DOUBLE, n02 DOUBLE, n03 DOUBLE, n04 DOUBLE, n05 DOUBLE, n06 DOUBLE, n07 DOUBLE, n08 DOUBLE, n09 DOUBLE, n10 DOUBLE, n11 DOUBLE, n12 DOUBLE, n13 DOUBLE, n14 DOUBLE, n15 DOUBLE, n16 DOUBLE, n17 DOUBLE, n18 DOUBLE, n19 DOUBLE, n20 DOUBLE, n21 DOUBLE, n22 DOUBLE, n23 DOUBLE, n24 DOUBLE, n25 DOUBLE, n26 DOUBLE, n27 DOUBLE, n28 DOUBLE, n29 DOUBLE, n30 DOUBLE, n31 DOUBLE, i00 UTINYINT, i01 UTINYINT, i02 UTINYINT, i03 UTINYINT, i04 UTINYINT, i05 UTINYINT, i06 UTINYINT, i07 UTINYINT, i08 UTINYINT, i09 UTINYINT, i10 UTINYINT, i11 UTINYINT, i12 UTINYINT, i13 UTINYINT, i14 UTINYINT, i15 UTINYINT, i16 UTINYINT, i17 UTINYINT, i18 UTINYINT, i19 UTINYINT, i20 UTINYINT, i21 UTINYINT, i22 UTINYINT, i23 UTINYINT, i24 UTINYINT, i25 UTINYINT, i26 UTINYINT, i27 UTINYINT, i28 UTINYINT, i29 UTINYINT, i30 UTINYINT, i31 UTINYINT, i32 UTINYINT, i33 UTINYINT, i34 UTINYINT, i35 UTINYINT, i36 UTINYINT, i37 UTINYINT, i38 UTINYINT, i39 UTINYINT, i40 UTINYINT, i41 UTINYINT, i42 UTINYINT, i43 UTINYINT, i44 UTINYINT, i45 UTINYINT, i46 UTINYINT, i47 UTINYINT, i48 UTINYINT, i49 UTINYINT, i50 UTINYINT, i51 UTINYINT, i52 UTINYINT, i53 UTINYINT, i54 UTINYINT, i55 UTINYINT, i56 UTINYINT, i57 UTINYINT, i58 UTINYINT, i59 UTINYINT, i60 UTINYINT, i61 UTINYINT, i62 UTINYINT, i63 UTINYINT, i64 UTINYINT, i65 UTINYINT, i66 UTINYINT, i67 UTINYINT, i68 UTINYINT, i69 UTINYINT, i70 UTINYINT, i71 UTINYINT, i72 UTINYINT, i73 UTINYINT, i74 UTINYINT, i75 UTINYINT, i76 UTINYINT, i77 UTINYINT, i78 UTINYINT, i79 UTINYINT, i80 UTINYINT, i81 UTINYINT, i82 UTINYINT, i83 UTINYINT, i84 UTINYINT, i85 UTINYINT, i86 UTINYINT, i87 UTINYINT, i88 UTINYINT, i89 UTINYINT, i90 UTINYINT, i91 UTINYINT, i92 UTINYINT, i93 UTINYINT, i94 UTINYINT, i95 UTINYINT, m00 UBIGINT, m01 UBIGINT, m02 UBIGINT, m03 UBIGINT, m04 UBIGINT, m05 UBIGINT, m06 UBIGINT, m07 UBIGINT, m08 UBIGINT, m09 UBIGINT, m10 UBIGINT, m11 UBIGINT, m12 UBIGINT, m13 UBIGINT, m14 UBIGINT, m15 UBIGINT, v00 DOUBLE, v01 DOUBLE, v02 DOUBLE, v03 DOUBLE, v04 DOUBLE, v05 DOUBLE, v06 DOUBLE, v07 DOUBLE, v08 DOUBLE, v09 DOUBLE, v10 DOUBLE, v11 DOUBLE, v12 DOUBLE, v13 DOUBLE, v14 DOUBLE, v15 DOUBLE, v16 DOUBLE, v17 DOUBLE, v18 DOUBLE, v19 DOUBLE, v20 DOUBLE, v21 DOUBLE, v22 DOUBLE, v23 DOUBLE);
INSERT INTO access_link VALUES ('link-1', 'decision_maker', '{"code":"53","kind":"region"}', 'Un service', 'token-1', '2026-11-23 10:30:00', '2026-12-23 10:30:00', NULL, NULL);
INSERT INTO answer_event VALUES ('event-2', 1, 'response-1', 'E1', 'answer', '"a"', NULL, 'session-1', '2026-11-23 10:30:00');
INSERT INTO answer_event VALUES ('event-3', 2, 'response-1', 'E2', 'answer', '["b","c"]', NULL, 'session-1', '2026-11-23 10:30:00');
INSERT INTO audit VALUES (1, '2026-11-23 10:30:00', 'session-1', 'start', 'something', '{}', '', 'dccee5977347827d8bfd5bf2de8c9ae6f2adc33e81e91433fe4fb8c439c753a1');
INSERT INTO audit VALUES (2, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'dccee5977347827d8bfd5bf2de8c9ae6f2adc33e81e91433fe4fb8c439c753a1', 'f26878d88109adadef0ef900bf3bcf5e939253ad9b4a95d319fa988a5e3f2cb6');
INSERT INTO audit VALUES (3, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'f26878d88109adadef0ef900bf3bcf5e939253ad9b4a95d319fa988a5e3f2cb6', 'bea472dddcc3e21f106e4aef02516080802a674e2f9457fb23e23b42499cff1b');
INSERT INTO audit VALUES (4, '2026-11-23 10:30:00', 'session-1', 'start', 'something', '{}', 'bea472dddcc3e21f106e4aef02516080802a674e2f9457fb23e23b42499cff1b', 'c982a536693e505fbb95549237b46d4cbfdfde85a43efd514101388a1ae67934');
INSERT INTO audit VALUES (5, '2026-11-23 10:30:00', 'session-1', 'submit', 'something', '{}', 'c982a536693e505fbb95549237b46d4cbfdfde85a43efd514101388a1ae67934', 'e35a2d0bc560a37d8e22799b30227b42fdc3c08328434a97e4a3ef45ac6904e3');
INSERT INTO audit VALUES (6, '2026-11-23 10:30:00', 'session-1', 'withdraw', 'something', '{}', 'e35a2d0bc560a37d8e22799b30227b42fdc3c08328434a97e4a3ef45ac6904e3', '7a59bb6b4fd4d45393dcc60f92910a2bd1a3554d3faf89be88c7d174158b4036');
INSERT INTO audit VALUES (7, '2026-11-23 10:30:00', 'session-1', 'access-granted', 'something', '{}', '7a59bb6b4fd4d45393dcc60f92910a2bd1a3554d3faf89be88c7d174158b4036', 'd7c13162bfe71143287d8a03f1b9c17e765d05212bfb850e450d20b72667eabb');
INSERT INTO audit VALUES (8, '2026-11-23 10:30:00', 'session-1', 'consultation-created', 'something', '{}', 'd7c13162bfe71143287d8a03f1b9c17e765d05212bfb850e450d20b72667eabb', 'd1d133f53b331c41d60813d70e6a19e0503d1b91de8577e0ea827321d33276a8');
INSERT INTO consultation VALUES ('consultation-1', 'weights', '{"node":"é"}', 'token-2', 'real', '2026-11-23 10:30:00');
INSERT INTO contribution VALUES ('contribution-1', 3, 'consultation-1', 'p1', 'A1', '60', '2026-11-23 10:30:00');
INSERT INTO initiative VALUES ('initiative-1', '2026-11-23 10:30:00', 'real');
INSERT INTO initiative VALUES ('initiative-2', '2026-11-23 10:30:00', 'real');
INSERT INTO meta VALUES ('created_at', '2026-11-23T10:30:00');
INSERT INTO meta VALUES ('observed_coding', '1');
INSERT INTO meta VALUES ('schema_version', '2');
INSERT INTO observed VALUES (0, 1, 1, 0, 1, true, false, '2026-11-23 10:30:00', '9999-12-31 00:00:00', 0, 0, 0, 1, false, 1, 1, 'submission-4', 'response-1', 'initiative-1', 626, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 62.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO observed_form VALUES (1, 'domino', '1', 'hash-of-1');
INSERT INTO observed_place VALUES (1, 'region', '53');
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
