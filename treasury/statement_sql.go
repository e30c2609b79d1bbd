package treasury

import (
	"errors"

	"agora/bank"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// statementSteps are the second step: imported statements and their lines with
// what became of them; which line was booked, by its key; how banks write CSV.
const statementSteps = `
CREATE TABLE statements (
	statement_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	account TEXT NOT NULL,
	currency TEXT NOT NULL,
	number TEXT NOT NULL,
	first_day BIGINT NOT NULL,
	last_day BIGINT NOT NULL,
	gap BIGINT NOT NULL,
	lines BIGINT NOT NULL,
	draft BIGINT NOT NULL,
	who TEXT NOT NULL,
	mapping TEXT NOT NULL,
	PRIMARY KEY (statement_id, shop_id)
) /*clustered*/;
CREATE TABLE statement_lines (
	statement_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	line_key TEXT NOT NULL,
	file_row BIGINT NOT NULL,
	day BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL,
	reversal BIGINT NOT NULL,
	ref TEXT NOT NULL,
	end_to_end TEXT NOT NULL,
	words TEXT NOT NULL,
	party TEXT NOT NULL,
	account TEXT NOT NULL,
	why TEXT NOT NULL,
	fate TEXT NOT NULL,
	subject TEXT NOT NULL,
	subject_shop BIGINT NOT NULL,
	PRIMARY KEY (statement_id, line, shop_id)
) /*clustered*/;
CREATE TABLE booked_lines (
	line_key TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	statement_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	did TEXT NOT NULL,
	incoming BIGINT NOT NULL,
	subject_id BIGINT NOT NULL,
	subject TEXT NOT NULL,
	subject_shop BIGINT NOT NULL,
	PRIMARY KEY (line_key, shop_id)
) /*clustered*/;
CREATE INDEX booked_lines_subject ON booked_lines (subject_id);
CREATE TABLE bank_mappings (
	name TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`

const statementColumns = "statement_id, account, currency, number, first_day, last_day, gap, lines, draft, who, mapping"

func scanStatement(scan db.Scan) (s Statement, err error) {
	var from, to, gap int64
	var draft int
	err = scan(&s.ID, &s.Account, &s.Currency, &s.Number, &from, &to, &gap, &s.Lines, &draft, &s.Who, &s.Mapping)
	s.From, s.To, s.Gap, s.Draft, s.Made = db.Time(from), db.Time(to), money.Of(gap, s.Currency), draft == 1, db.TimeOfID(int64(s.ID))
	return s, err
}

func loadStatement(tx *db.Tx, id StatementID) (Statement, error) {
	s, err := db.One(tx, scanStatement, "SELECT "+statementColumns+" FROM statements WHERE statement_id = $1 AND shop_id = 0", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return s, err
}

func insertStatement(tx *db.Tx, by identity.Actor, mapping string, st bank.Statement, lines []StatementLine) (StatementID, error) {
	id := tx.ID()
	from, to := int64(0), int64(0)
	for i, l := range lines {
		day := db.Micro(l.Day)
		if i == 0 {
			from = day
		}
		from, to = min(from, day), max(to, day)
	}
	if _, err := tx.Exec(`INSERT INTO statements (statement_id, shop_id, account, currency, number, first_day, last_day, gap, lines, draft, who, mapping)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)`, id, st.Account, string(st.Currency), st.Number, from, to, st.Gap().Minor, len(lines), by.String(), mapping); err != nil {
		return 0, err
	}
	for n, l := range lines {
		if _, err := tx.Exec(`INSERT INTO statement_lines (statement_id, line, shop_id, line_key, file_row, day, currency, amount, reversal, ref, end_to_end,
				words, party, account, why, fate, subject, subject_shop)
			VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, id, n, l.Key, l.Row, db.Micro(l.Day),
			string(l.Amount.Currency), l.Amount.Minor, bit(l.Reversal), l.Ref, l.EndToEnd, l.Text, l.Party, l.Account, l.Why, string(l.Fate), l.Subject, int64(l.Shop)); err != nil {
			return 0, err
		}
	}
	return StatementID(id), nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scanLine(scan db.Scan) (l StatementLine, err error) {
	var day, minor int64
	var c money.Currency
	var reversal int
	err = scan(&l.Key, &l.Row, &day, &c, &minor, &reversal, &l.Ref, &l.EndToEnd, &l.Text, &l.Party, &l.Account, &l.Why, &l.Fate, &l.Subject, &l.Shop)
	l.Day, l.Amount, l.Reversal = db.Time(day), money.Of(minor, c), reversal == 1
	return l, err
}

// linesOf gives lines of a statement in the file's order, those behind after.
func linesOf(tx *db.Tx, id StatementID, after, limit int) ([]StatementLine, error) {
	return db.List(tx, scanLine, `SELECT line_key, file_row, day, currency, amount, reversal, ref, end_to_end, words, party, account, why, fate, subject, subject_shop
		FROM statement_lines WHERE statement_id = $1 AND shop_id = 0 AND line > $2 ORDER BY line LIMIT $3`, int64(id), after, limit)
}

// finish stores what became of the lines of a statement.
func finish(tx *db.Tx, id StatementID, lines []StatementLine) error {
	for n, l := range lines {
		if _, err := tx.Exec(`UPDATE statement_lines SET fate = $1, subject = $2, subject_shop = $3 WHERE statement_id = $4 AND line = $5 AND shop_id = 0`,
			string(l.Fate), l.Subject, int64(l.Shop), int64(id), n); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`UPDATE statements SET draft = 0 WHERE statement_id = $1 AND shop_id = 0`, int64(id))
	return err
}

func dropStatement(tx *db.Tx, id StatementID) error {
	for _, table := range []string{"statement_lines", "statements"} {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE statement_id = $1 AND shop_id = 0", int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// bookedLine reports whether a line was booked, and gives it what for.
func bookedLine(tx *db.Tx, l *StatementLine) (bool, error) {
	err := tx.Row(`SELECT subject, subject_shop FROM booked_lines WHERE line_key = $1 AND shop_id = 0`, []any{l.Key}, &l.Subject, &l.Shop)
	if errors.Is(err, db.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// insertBooked keeps that a line was booked.
func insertBooked(tx *db.Tx, id StatementID, n int, l *StatementLine) error {
	_, err := tx.Exec(`INSERT INTO booked_lines (line_key, shop_id, statement_id, line, did, incoming, subject_id, subject, subject_shop)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8)`,
		l.Key, int64(id), n, string(l.Fate), bit(l.Amount.Minor > 0), l.id, l.Subject, int64(l.Shop))
	return err
}

// confirmed reports whether another line has to do with the subject of this one,
// in the same direction: a payout goes out once, and comes back once.
func confirmed(tx *db.Tx, l *StatementLine) (bool, error) {
	var n int
	err := tx.Row(`SELECT COUNT(*) FROM booked_lines WHERE subject_id = $1 AND incoming = $2`, []any{l.id, bit(l.Amount.Minor > 0)}, &n)
	return n > 0, err
}
