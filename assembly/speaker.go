package assembly

import (
	"context"
	"encoding/json"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// SpeakerID names a speaker of an event.
type SpeakerID int64

// Speaker is somebody whom an agenda names.
type Speaker struct {
	ID SpeakerID `json:"-"`

	Name  string        `json:"name"`
	Place string        `json:"place,omitempty"` // town, trade or office, as she wants it said
	About catalog.Texts `json:"about,omitempty"`
}

// maxSpeakers bounds the speakers of an event.
const maxSpeakers = 300

func scanSpeaker(scan db.Scan) (s Speaker, err error) {
	var doc string
	if err := scan((*int64)(&s.ID), &doc); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(doc), &s)
}

func speakersIn(tx *db.Tx, e EventID) ([]Speaker, error) {
	return db.List(tx, scanSpeaker, "SELECT speaker_id, doc FROM assembly_speakers WHERE event_id = $1 ORDER BY speaker_id LIMIT $2", int64(e), maxSpeakers)
}

// Speakers lists the speakers of an event; they are bounded.
func (s *Service) Speakers(ctx context.Context, e EventID) (list []Speaker, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = speakersIn(tx, e)
		return err
	})
	return list, err
}

// Invite adds a speaker, or changes the one with its ID.
func (s *Service) Invite(ctx context.Context, by identity.Actor, e EventID, in Speaker) (Speaker, error) {
	out := in
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		out = in
		if _, err := hosted(tx, by, e); err != nil {
			return err
		}
		var bad fault.Fields
		if in.Name == "" {
			bad.Add("name", "fault.required")
		}
		long(&bad, "name", in.Name, maxName)
		long(&bad, "place", in.Place, maxName)
		texts(&bad, "about", in.About, maxAbout)
		if err := bad.Err(); err != nil {
			return err
		}
		if in.ID != 0 {
			n, err := tx.Exec("UPDATE assembly_speakers SET doc = $3 WHERE event_id = $1 AND speaker_id = $2", int64(e), int64(in.ID), text(in))
			if err == nil && n == 0 {
				err = errNone
			}
			return err
		}
		list, err := speakersIn(tx, e)
		if err != nil {
			return err
		}
		if len(list) >= maxSpeakers {
			return fault.Field("name", "fault.at_most", "max", int64(maxSpeakers))
		}
		out.ID = SpeakerID(tx.ID())
		_, err = tx.Exec("INSERT INTO assembly_speakers (event_id, speaker_id, doc) VALUES "+db.Places(1, 3), int64(e), int64(out.ID), text(in))
		return err
	})
	return out, err
}
