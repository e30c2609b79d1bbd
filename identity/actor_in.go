package identity

import "agora/db"

// ActorIn gives a person as one who acts, with the roles she has now, inside a
// transaction; NotFound when there is no such person. The caller has proved
// that it is she.
func ActorIn(tx *db.Tx, id PersonID) (Actor, error) {
	list, err := people(tx, "p.person_id = $1 ORDER BY p.person_id", int64(id))
	if err != nil {
		return Guest(), err
	}
	if len(list) == 0 {
		return Guest(), errMissing
	}
	return list[0].Actor(), nil
}
