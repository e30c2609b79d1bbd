package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"agora/db"
	"agora/fault"
	"agora/web"
)

// Problem is an answer that refuses (RFC 9457).
type Problem struct {
	Type     string   `json:"type" doc:"Where the kind of problem is described"`
	Title    string   `json:"title" doc:"The kind of problem in words"`
	Status   int      `json:"status"`
	Code     string   `json:"code" doc:"The problem, for programs" example:"sku_taken"`
	Detail   string   `json:"detail,omitempty" doc:"What went wrong and what to do, in the language of Accept-Language"`
	Instance string   `json:"instance,omitempty" doc:"Names this answer; the log of the node repeats it"`
	Errors   []Mishap `json:"errors,omitempty" doc:"Everything that is wrong, so that it can be mended in one go"`
}

// Mishap is one thing that is wrong.
type Mishap struct {
	Field string `json:"field,omitempty" doc:"The path of the field in what was sent" example:"variants.0.price"`
	Code  string `json:"code" example:"price_range"`
	Cure  string `json:"cure" doc:"What to do, in words"`
}

// Error gives the problem for logs.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType gives the media type of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// kinds are the kinds of problems by status, with the message that names each.
var kinds = []struct {
	status      int
	code, title string
}{
	{http.StatusBadRequest, "unreadable", "web.err_invalid"},
	{http.StatusUnauthorized, "unauthenticated", "web.err_sign_in"},
	{http.StatusForbidden, "forbidden", "web.err_forbidden"},
	{http.StatusNotFound, "not_found", "web.err_not_found"},
	{http.StatusConflict, "conflict", "web.err_conflict"},
	{http.StatusPreconditionFailed, "moved", "web.err_conflict"},
	{http.StatusRequestEntityTooLarge, "too_large", "web.err_invalid"},
	{http.StatusUnsupportedMediaType, "not_json", "web.err_invalid"},
	{http.StatusUnprocessableEntity, "invalid", "web.err_invalid"},
	{http.StatusTooManyRequests, "too_many", "web.err_too_many"},
	{http.StatusServiceUnavailable, "unavailable", "web.err_unavailable"},
	{http.StatusInternalServerError, "internal", "web.err_internal"},
}

// problems makes the framework's errors problems. It makes them by two functions
// for the whole program, which are set once.
var problems = sync.OnceFunc(func() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return problem(context.Background(), status, errs...)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return problem(ctx.Context(), status, errs...)
	}
})

// problem makes a problem of what went wrong: of faults, which know their own
// status, or of what the framework found.
func problem(ctx context.Context, status int, errs ...error) *Problem {
	from, _ := ctx.Value(askedKey{}).(*asked)
	p := &Problem{Status: status}
	if from == nil { // only asked for its type
		return p
	}
	if from.id != "" {
		p.Instance = "urn:agora:request:" + from.id
	}
	whole := errors.Join(errs...)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(whole, &tooLarge) || status == http.StatusRequestEntityTooLarge:
		p.add(from, fault.New(fault.TooLarge, "fault.api_body", "kib", from.most>>10))
		p.Status = http.StatusRequestEntityTooLarge
	case len(errs) > 0 && fault.KindOf(whole) != fault.Internal:
		p.Status = fault.Status(whole)
		for _, e := range fault.List(whole) {
			p.add(from, e)
		}
		if fault.HasKey(whole, "fault.product_moved") {
			p.Status = http.StatusPreconditionFailed
		}
	case errors.Is(whole, db.ErrAway):
		from.api.o.Log.Error("request has to wait", "id", from.id, "error", whole)
		p.Status = http.StatusServiceUnavailable
		from.answer.Set("Retry-After", web.RetryAfter)
		p.add(from, fault.New(fault.Unavailable, "fault.unavailable"))
	case status == http.StatusInternalServerError:
		from.api.o.Log.Error("request failed", "id", from.id, "error", whole)
	default:
		for _, err := range errs {
			p.found(from, err)
		}
	}
	p.name(from)
	return p
}

// add adds one fault.
func (p *Problem) add(from *asked, e *fault.Error) { p.Errors = append(p.Errors, from.mishap(e)) }

// mishap says a fault in the reader's language.
func (from *asked) mishap(e *fault.Error) Mishap {
	return Mishap{Field: e.Field, Code: strings.TrimPrefix(e.Key, "fault."), Cure: from.locale.Error(e)}
}

// mishap says a fault to who asks.
func mishap(ctx context.Context, e *fault.Error) Mishap {
	return ctx.Value(askedKey{}).(*asked).mishap(e)
}

// found adds one thing that the framework found against the schema. Its words
// are English: they are about JSON, and are read by who writes the program.
func (p *Problem) found(from *asked, err error) {
	var d huma.ErrorDetailer
	if !errors.As(err, &d) {
		p.Errors = append(p.Errors, Mishap{Code: "schema", Cure: err.Error()})
		return
	}
	detail := d.ErrorDetail()
	p.Errors = append(p.Errors, Mishap{Field: fieldOf(detail.Location), Code: "schema", Cure: detail.Message})
}

// fieldOf writes a place as faults do: "body.variants[0].price" is
// "variants.0.price".
func fieldOf(location string) string {
	if _, rest, ok := strings.Cut(location, "."); ok {
		location = rest
	} else if location == "body" {
		location = ""
	}
	return strings.NewReplacer("[", ".", "]", "").Replace(location)
}

// name gives the problem its kind, and the words of the first thing wrong.
func (p *Problem) name(from *asked) {
	kind := kinds[len(kinds)-1]
	for _, k := range kinds {
		if k.status == p.Status {
			kind = k
		}
	}
	p.Type, p.Title, p.Code = Root+"/reference#problem-"+kind.code, from.locale.T(kind.title), kind.code
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Cure
	}
	if len(p.Errors) == 1 && p.Errors[0].Code != "schema" {
		p.Code = p.Errors[0].Code
	}
}

// refuse answers with a problem where no operation is.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problem(r.Context(), http.StatusInternalServerError, err)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader may be gone; there is nobody to tell
}
