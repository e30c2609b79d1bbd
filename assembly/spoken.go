package assembly

import (
	"context"
	"encoding/json"

	"agora/db"
)

// Spoken is what is said in a hall beside polls and questions, and who speaks: what
// its page shows of each.
type Spoken struct {
	Captions []Caption // as LastCaptions gives them
	Hands    []Hand
	Messages []Message
	Speakers []Speaker // of the event
}

// What a row of spoken is.
const (
	isCaption = iota
	isHand
	isMessage
	isSpeaker
)

// spoken reads lists of different tables in one statement: a hall is asked for by
// everybody at once when its session begins.
const spoken = `
	SELECT 0 AS what, line AS n, caption_id AS id, 0 AS seat, '' AS name, '' AS country, 0 AS called, body FROM (
		SELECT line, caption_id, body FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang = $4 ORDER BY line DESC LIMIT $5) c
	UNION ALL SELECT 1, (1 - called) * 1000000 + place, place, seat_id, name, country, called, '' FROM (` + numberedHands + `) h
		WHERE place <= $6 OR seat_id = $3
	UNION ALL SELECT 2, message_id, message_id, seat_id, name, country, 0, body FROM (
		SELECT message_id, seat_id, name, country, body FROM assembly_messages WHERE event_id = $1 AND session_id = $2 AND hidden = 0 AND group_id = 0 ORDER BY message_id DESC LIMIT $6) m
	UNION ALL SELECT 3, speaker_id, speaker_id, 0, '', '', 0, doc FROM (
		SELECT speaker_id, doc FROM assembly_speakers WHERE event_id = $1 ORDER BY speaker_id LIMIT $7) s
	ORDER BY 1, 2`

// Spoken gives what the page of a hall shows of what is said, with the captions in a
// language. It asks once, where each list by itself would.
func (s *Service) Spoken(ctx context.Context, at Seated, lang string) (all Spoken, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = Spoken{}
		return tx.Each(all.add, spoken, int64(at.Event.ID), int64(at.Session.ID), int64(at.Seat.ID), lang, LastLines, PageSize, maxSpeakers)
	})
	return all, err
}

// add takes a row of spoken.
func (all *Spoken) add(scan db.Scan) error {
	var what, n, id, called int64
	var a Author
	var body string
	if err := scan(&what, &n, &id, (*int64)(&a.Seat), &a.Name, &a.Country, &called, &body); err != nil {
		return err
	}
	switch what {
	case isCaption:
		all.Captions = append(all.Captions, Caption{CaptionID(id), body})
	case isHand:
		all.Hands = append(all.Hands, Hand{Author: a, Called: called == 1, Place: id})
	case isMessage:
		all.Messages = append(all.Messages, Message{ID: MessageID(id), Author: a, Body: body})
	case isSpeaker:
		p := Speaker{ID: SpeakerID(id)}
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			return err
		}
		all.Speakers = append(all.Speakers, p)
	}
	return nil
}
