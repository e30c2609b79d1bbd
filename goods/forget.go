package goods

import "agora/db"

// Forget takes the words out of the moves of a book: for whom goods were, and why. What
// moved when stays, to the unit.
func Forget(tx *db.Tx, book BookID) error {
	_, err := tx.Exec("UPDATE goods_moves SET reason = '' WHERE book_id = $1 AND reason <> ''", int64(book))
	return err
}
