package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/once"
	"agora/token"
	"agora/web"
)

// tokenScheme is the name of the way to prove who asks, in the description.
const tokenScheme = "token"

// scopeKey is where an operation keeps its scope.
const scopeKey = "scope"

// call is who asks by a token, and about which shop.
type call struct {
	token.Holder
	by   identity.Actor
	shop catalog.ShopID
	op   string // method and path
}

type callKey struct{}

// OfShop names the shop that a call is about.
type OfShop struct {
	Shop string `query:"shop" maxLength:"19" doc:"The id of the shop: for tokens of the node. Others have one shop."`
}

// Repeatable lets a write be sent again when no answer came.
type Repeatable struct {
	Key string `header:"Idempotency-Key" doc:"Made anew for each write, 16 to 80 letters, digits and dashes. The same key with the same request does nothing twice; with another request it is a conflict. Kept for 60 days."`
}

// operation is what is said of one.
type operation struct {
	method, path string
	scope        token.Scope
	name, does   string // its id, and what it does in a sentence
	tag          string
}

// add registers an operation: who has no token with its scope does not come in.
func add[In, Out any](a *API, o operation, do func(context.Context, *call, *In) (*Out, error)) {
	addAs(a, http.StatusOK, o, do)
}

// addAs is add for an operation that answers with another status.
func addAs[In, Out any](a *API, status int, o operation, do func(context.Context, *call, *In) (*Out, error)) {
	op := huma.Operation{DefaultStatus: status, Method: o.method, Path: o.path, OperationID: o.name, Summary: o.does, Tags: []string{o.tag}, MaxBodyBytes: maxBody,
		Metadata: map[string]any{scopeKey: o.scope}, Security: []map[string][]string{{tokenScheme: {string(o.scope)}}},
		Description: "Needs the scope `" + string(o.scope) + "`.", Middlewares: huma.Middlewares{a.admit}}
	if o.path == linesPath {
		op.MaxBodyBytes = maxLinesBody
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *In) (*Out, error) {
		return do(ctx, ctx.Value(callKey{}).(*call), in)
	})
	a.routes = append(a.routes, web.Route{Method: o.method, Pattern: Root + o.path, Access: web.Token})
}

// admit lets in who has a token for the operation, at the pace of its bucket.
func (a *API) admit(ctx huma.Context, next func(huma.Context)) {
	c, err := a.callOf(ctx)
	if err != nil {
		_ = huma.WriteErr(a.huma, ctx, http.StatusInternalServerError, "", err) // the reader may be gone
		return
	}
	next(huma.WithValue(ctx, callKey{}, c))
}

func (a *API) callOf(ctx huma.Context) (*call, error) {
	h, err := a.holder(ctx.Context(), ctx.Header("Authorization"), ctx.SetHeader)
	if err != nil {
		return nil, err
	}
	op := ctx.Operation()
	scope := op.Metadata[scopeKey].(token.Scope)
	if err := h.Need(scope); err != nil {
		return nil, err
	}
	c := &call{Holder: h, by: h.Actor, shop: h.Shop, op: op.Method + " " + op.Path}
	if scope.Node() {
		if h.Shop != db.House || !h.Actor.IsOperator() { // no token of a shop has the scope; should one, it ends here
			return nil, fault.New(fault.Forbidden, "fault.operators_only")
		}
		return c, nil
	}
	if said := ctx.Query("shop"); said != "" {
		id, err := strconv.ParseInt(said, 10, 64)
		if err != nil || id <= 0 {
			return nil, fault.Field("shop", "fault.no_shop")
		}
		if h.Shop != db.House && h.Shop != catalog.ShopID(id) {
			return nil, fault.New(fault.Forbidden, "fault.not_your_shop")
		}
		c.shop = catalog.ShopID(id)
	}
	if c.shop == db.House {
		return nil, fault.Field("shop", "fault.required")
	}
	return c, nil
}

// holder gives who acts by the token of a request, at the pace of its bucket.
// What a refusal has to say in headers it sets.
func (a *API) holder(ctx context.Context, authorization string, set func(name, value string)) (token.Holder, error) {
	if h, ok := ctx.Value(holderKey{}).(token.Holder); ok { // known and counted: a tool is called
		return h, nil
	}
	kind, text, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(kind, "bearer") || text == "" {
		set("WWW-Authenticate", `Bearer realm="agora"`)
		return token.Holder{}, fault.New(fault.Unauthenticated, "fault.token_missing")
	}
	h, err := a.o.Tokens.Holder(ctx, strings.TrimSpace(text))
	if err != nil {
		if fault.Is(err, fault.Unauthenticated) {
			set("WWW-Authenticate", `Bearer realm="agora", error="invalid_token"`)
		}
		return h, err
	}
	return h, a.paced(a.limit, h.Key(), set)
}

// paced counts one question of who asks, and refuses it where they come too fast.
func (a *API) paced(limit web.Limit, who string, set func(name, value string)) error {
	wait := limit.Take(who, a.o.Clock())
	if wait == 0 {
		return nil
	}
	seconds := int64(wait/time.Second) + 1
	set("Retry-After", strconv.FormatInt(seconds, 10))
	return fault.New(fault.TooMany, "fault.too_fast", "seconds", seconds)
}

// once gives a context that lets a write be made once, when it has a key.
func (c *call) once(ctx context.Context, key string, in any) (context.Context, error) {
	if key == "" {
		return ctx, nil
	}
	if !once.Valid(key) {
		return ctx, fault.Field("Idempotency-Key", "fault.api_key")
	}
	said, err := json.Marshal(in)
	if err != nil {
		return ctx, err
	}
	sum := sha256.Sum256(append([]byte(c.op+"\x00"+strconv.FormatInt(int64(c.shop), 10)+"\x00"), said...))
	return once.With(ctx, once.Command{Who: c.Holder.Key(), Key: key, Digest: hex.EncodeToString(sum[:16])}), nil
}

// again takes a write that was done before for done: what it is about is
// answered as it is now.
func again(err error) error {
	if _, ok := once.Answer(err); ok {
		return nil
	}
	return err
}
