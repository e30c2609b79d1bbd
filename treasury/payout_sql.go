package treasury

// payoutSteps are the second step: payouts and their files.
const payoutSteps = `
CREATE TABLE payouts (
	payout_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (payout_id, shop_id)
) /*clustered*/;
`
