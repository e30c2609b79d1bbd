package market

// cashSteps are the third step: the codes by which orders paid at the door are
// confirmed. A code itself is not kept; it is computed from the node's key.
const cashSteps = `
CREATE TABLE cash_codes (
	group_id BIGINT NOT NULL,
	sends BIGINT NOT NULL,
	tries BIGINT NOT NULL,
	PRIMARY KEY (group_id)
) /*clustered*/;
`
