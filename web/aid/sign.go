package aid

import (
	"bytes"
	"encoding/base64"
	"strings"

	"agora/fault"
	"agora/relief"
	"agora/web"
)

// sign hands packages over by a form. A photo signs where there is one; else what was
// typed does, as sign says, and what was drawn beside it.
func (a *Aid) sign(r *web.Request, f *web.Form, crisis relief.CrisisID, id relief.ConsignmentID, sign relief.Sign) error {
	list, err := ranges(f.Get("numbers"), relief.MaxPackages)
	if err != nil {
		return fault.Field("numbers", "fault.relief_ranges")
	}
	c := relief.Signature{Custodian: f.Get("custodian"), Person: f.Get("person"), Place: f.Get("place"), Sign: sign, Proof: f.Get("proof"), Numbers: list}
	photo, err := a.photo(r, f)
	if err != nil {
		return err
	}
	if photo != "" {
		c.Sign, c.Proof = relief.ByPhoto, photo
	} else if c.Sign == relief.BySignature {
		if c.Drawn, err = a.drawn(r, f.Get("drawn")); err != nil {
			return err
		}
	}
	_, err = a.Relief.HandOver(r.R.Context(), r.Actor, crisis, id, c)
	return err
}

// photo keeps the photo of a form; "" for none.
func (a *Aid) photo(r *web.Request, f *web.Form) (string, error) {
	file, _, err := f.File("photo")
	if file == nil || err != nil {
		return "", err
	}
	defer file.Close()
	key, err := a.Relief.KeepPicture(r.R.Context(), relief.PhotoProof, file)
	return key, fault.In("photo", err)
}

// drawn keeps a signature that the script of the page sent; "" for none.
func (a *Aid) drawn(r *web.Request, text string) (string, error) {
	text, sent := strings.CutPrefix(text, "data:image/png;base64,")
	if !sent {
		return "", nil
	}
	file, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", fault.Field("proof", "fault.form_broken")
	}
	key, err := a.Relief.KeepPicture(r.R.Context(), relief.DrawnProof, bytes.NewReader(file))
	return key, fault.In("proof", err)
}

// proof shows a picture of a hand-over to who coordinates.
func (a *Aid) proof(r *web.Request) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	over, err := r.PathID("custody")
	if err != nil {
		return err
	}
	return a.Relief.Proof(r.W, r.R, r.Actor, crisis, id, relief.CustodyID(over), relief.ProofKind(r.Path("kind")))
}
