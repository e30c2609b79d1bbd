package platform

import (
	"errors"
	"net/http"

	"agora/egress"

	"github.com/dunglas/httpsfv"
)

// maxAgent bounds the bytes of the header UCP-Agent.
const maxAgent = 4 << 10

// Agent reads the address of the profile from the header UCP-Agent, a
// dictionary (RFC 8941) whose member "profile" is a string. Its error is a
// Refusal; the address itself is judged when it is fetched.
func Agent(h http.Header) (address string, err error) {
	lines := h.Values("UCP-Agent")
	size := 0
	for _, l := range lines {
		size += len(l)
	}
	if size == 0 || size > maxAgent {
		return "", badAgent(errors.New("missing, or too long"))
	}
	d, err := httpsfv.UnmarshalDictionary(lines)
	if err != nil {
		return "", badAgent(err)
	}
	member, _ := d.Get("profile")
	item, _ := member.(httpsfv.Item)
	address, ok := item.Value.(string)
	if !ok {
		return "", badAgent(errors.New("no string named profile"))
	}
	return address, nil
}

func badAgent(err error) *Refusal {
	return &Refusal{Code: InvalidURL, Content: `The request needs the header UCP-Agent, such as profile="https://platform.example/profile".`, Cause: err}
}

// Webhook is where a platform wants to hear of its orders; ok is false when it
// names no address that may be called. egress.Strangers calls it.
func (d *Directory) Webhook(p Profile) (address string, ok bool) {
	var c struct {
		URL string `json:"webhook_url"`
	}
	if p.config(order, &c) != nil {
		return "", false
	}
	return egress.Judge(c.URL, d.o.Dev)
}
