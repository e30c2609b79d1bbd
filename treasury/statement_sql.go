package treasury

// statementSteps are the first step: the bank's statements.
const statementSteps = `
CREATE TABLE bank_statements (
	statement_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (statement_id, shop_id)
) /*clustered*/;
`
