package ucp

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"agora/db"
	"agora/fault"
	"agora/httpsig"
	"agora/i18n"
	"agora/ucp/platform"
)

// call is one request of a platform.
type call struct {
	b        *Binding
	op       string
	w        http.ResponseWriter
	r        *http.Request
	body     []byte
	platform string // the address of its profile
	profile  platform.Profile
	agreed   []platform.Capability
	locale   *i18n.Locale
	key      string // Idempotency-Key
	signed   bool   // it proved who it is
	kept     bool   // the answer is kept for the key
	fleeting bool   // the answer is not to be kept
	agent    string // address of the profile, where a tool names it
	outer    *envelopeOf
}

// serve answers one operation.
func (b *Binding) serve(o Operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{b: b, op: o.Name, w: w, r: r, locale: b.Words.Locale(b.Words.Match(r.Header.Get("Accept-Language")))}
		out, err := c.answer(o)
		if err != nil {
			out = c.failed(err)
		}
		c.write(out)
	})
}

// answer meets the platform and does what it asks for, once for a key.
func (c *call) answer(o Operation) (out reply, err error) {
	if c.body, err = body(c.w, c.r); err != nil {
		return out, err
	}
	if err := c.meet(); err != nil {
		return out, err
	}
	if c.b.Pace != nil {
		if wait := c.b.Pace(c.platform, c.b.now()); wait > 0 {
			return out, &failure{http.StatusTooManyRequests, string(platform.RateLimited), "this platform asks too often", wait}
		}
	}
	if err := c.b.gate.enter(c.r.Context(), urgency(o.Name)); err != nil {
		return out, err
	}
	defer c.b.gate.leave()
	ctx, end := c.b.DB.Snapshot(c.r.Context())
	defer end()
	c.r = c.r.WithContext(ctx)
	if o.Needs == "" {
		return o.do(c)
	}
	if !c.has(o.Needs) {
		return c.refuse(unrecoverable, "capabilities_incompatible", "ucp.incompatible", "what", o.Needs)
	}
	if c.key = c.r.Header.Get("Idempotency-Key"); c.key == "" && o.Once || len(c.key) > 255 {
		return out, malformed("the header Idempotency-Key is missing, or longer than 255 bytes")
	}
	writes := c.r.Method != http.MethodGet && o.Needs != capSearch && o.Needs != capLookup
	if !writes || c.key == "" {
		c.key = ""
		return o.do(c)
	}
	return c.once(o)
}

// nowhere answers what is no operation.
func (c *call) nowhere() (reply, error) {
	return reply{}, &failure{status: http.StatusNotFound, code: "not_found", content: "there is no such operation here"}
}

// has reports whether a capability was agreed on.
func (c *call) has(name string) bool {
	return slices.ContainsFunc(c.agreed, func(a platform.Capability) bool { return a.Name == name })
}

// envelope tells which of the agreed capabilities concern an answer.
func (c *call) envelope(about ...string) envelope {
	e := envelope{Version: Version, Capabilities: map[string][]named{}}
	for _, a := range c.agreed {
		if slices.Contains(about, a.Name) {
			e.Capabilities[a.Name] = []named{{a.Version}}
		}
	}
	return e
}

// refuse answers that there is nothing to show, and why.
func (c *call) refuse(severity, code, key string, args ...any) (reply, error) {
	e := c.envelope()
	e.Status = "error"
	return c.said(http.StatusOK, nothing{UCP: e, Continue: c.b.url("/"),
		Messages: []message{{Type: "error", Code: code, Severity: severity, Content: c.locale.T(key, args...)}}})
}

// said makes an answer of what is told.
func (c *call) said(status int, v any) (reply, error) {
	text, err := json.Marshal(v)
	return reply{status, text}, err
}

// failure gives what is told of an error: failures and those of platform have a
// code of their own, what else went wrong is ours.
func (c *call) failure(err error) *failure {
	var f *failure
	refusal := platform.Refused(err)
	switch {
	case errors.As(err, &f):
		return f
	case refusal != nil:
		return &failure{refusal.Code.Status(), string(refusal.Code), refusal.Content, refusal.Wait}
	case errors.Is(err, errOvertaken):
		return &failure{status: http.StatusConflict, code: "conflict", content: "another request changed this at the same time; read it and try again"}
	case fault.KindOf(err) == fault.Unavailable:
		return &failure{status: http.StatusServiceUnavailable, code: "unavailable", content: c.locale.Error(fault.List(err)[0]), wait: time.Second}
	case fault.KindOf(err) != fault.Internal: // such as sums beyond all bounds
		return &failure{status: http.StatusBadRequest, code: "invalid_request", content: c.locale.Error(fault.List(err)[0])}
	case errors.Is(err, db.ErrAway):
		c.b.Log.Error("a platform's request has to wait", "op", c.op, "err", err)
		return &failure{status: http.StatusServiceUnavailable, code: "unavailable", content: c.locale.T("fault.unavailable"), wait: time.Second}
	case errors.Is(err, context.Canceled):
		return &failure{status: http.StatusServiceUnavailable, code: "unavailable", content: "the request was ended", wait: time.Second}
	}
	c.b.Log.Error("a platform's request failed", "op", c.op, "err", err)
	return &failure{status: http.StatusInternalServerError, code: "internal_error", content: "this node could not answer; try again later"}
}

// failed answers an error over REST.
func (c *call) failed(err error) reply {
	f := c.failure(err)
	if f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable {
		c.w.Header().Set("Retry-After", strconv.FormatInt(max(1, int64(f.wait/time.Second)), 10))
	}
	if f.status == http.StatusUnauthorized {
		c.w.Header().Set("WWW-Authenticate", "Signature")
	}
	text, _ := json.Marshal(map[string]string{"code": f.code, "content": f.content}) // two strings always can be written
	return reply{f.status, text}
}

func (c *call) write(out reply) {
	h := c.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Language", c.locale.Lang())
	h.Set("Cache-Control", "no-store")
	if id := c.r.Header.Get("Request-Id"); id != "" && len(id) <= 100 {
		h.Set("Request-Id", id)
	}
	if c.op == "complete_checkout" && c.b.signer() != nil {
		if err := httpsig.SignResponse(h, out.status, out.body, c.b.signer(), httpsig.ResponseParts(out.body)...); err != nil {
			c.b.Log.ErrorContext(c.r.Context(), "sign an answer", "err", err)
		}
	}
	c.w.WriteHeader(out.status)
	_, _ = c.w.Write(out.body) // the platform may be gone; there is nobody to tell
}
