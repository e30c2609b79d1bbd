package ucp

import (
	"embed"
	"encoding/json"
	"net/http"
	"strings"
)

//go:embed pages/*.md
var pages embed.FS

// page explains one of the node's own names.
func (b *Binding) page(w http.ResponseWriter, r *http.Request) {
	text, err := pages.ReadFile("pages/" + r.PathValue("name") + ".md")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(text)
}

// schema is the JSON Schema of one of the node's own names.
func (b *Binding) schema(w http.ResponseWriter, r *http.Request) {
	name, _ := strings.CutSuffix(r.PathValue("file"), ".json")
	var v object
	if name == "market" {
		v = marketSchema()
	} else if v = b.handlerSchema("pay." + name); v == nil {
		http.NotFound(w, r)
		return
	}
	v["$schema"], v["$id"] = "https://json-schema.org/draft/2020-12/schema", b.own("/ucp/schemas/"+name+".json")
	text, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "schema", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/schema+json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(text)
}

// object is a JSON object of a schema.
type object = map[string]any

// handlerSchema tells of a handler's instruments and declarations; nil when there
// is none of this name.
func (b *Binding) handlerSchema(name string) object {
	const base = "https://ucp.dev/schemas/"
	var types []string
	play := false
	for _, h := range handlers {
		if h.name == name {
			types = append(types, h.instrument)
			play = play || h.way == "play"
		}
	}
	if types == nil {
		return nil
	}
	instrument := object{"type": "object", "properties": object{"type": object{"enum": types}}}
	if play {
		instrument["properties"].(object)["credential"] = object{"type": "object", "required": []string{"type", "token"},
			"properties": object{"type": object{"const": "token"}, "token": object{"type": "string"}}}
	}
	declared := func(kind string) object { return object{"$ref": base + "payment_handler.json#/$defs/" + kind} }
	return object{"title": name, "$defs": object{b.namespace() + "." + name: object{
		"payment_instrument": object{"allOf": []any{object{"$ref": base + "shopping/types/payment_instrument.json"}, instrument}},
		"platform_schema":    declared("platform_schema"), "business_schema": declared("business_schema"), "response_schema": declared("response_schema")}}}
}

// marketSchema tells what our extension adds to a cart and a checkout.
func marketSchema() object {
	text, number := object{"type": "string"}, object{"type": "integer"}
	of := func(properties object, required ...string) object {
		return object{"type": "object", "properties": properties, "required": append([]string{}, required...)}
	}
	status := object{"enum": []string{"guaranteed", "estimate", "unknown"}}
	entry := of(object{"kind": text, "amount": number, "at_door": object{"type": "boolean"}, "status": status, "rule": text, "rate_bps": number,
		"base": number, "hs": text, "source": text, "source_seen": object{"type": "string", "format": "date"}}, "kind", "amount", "status")
	parcel := of(object{"seller_id": text, "from_country": text, "incoterm": text, "exchange_rate": text, "status": status,
		"entries": object{"type": "array", "items": entry}}, "seller_id", "from_country", "status", "entries")
	lines := object{"type": "array", "items": of(object{"seller": of(object{"id": text, "name": text, "url": object{"type": "string", "format": "uri"}}, "id", "name", "url")})}
	cost := of(object{"status": status, "total": number, "at_door": number, "door_total": number, "expires_at": object{"type": "string", "format": "date-time"},
		"parcels": object{"type": "array", "items": parcel}}, "status", "total", "at_door", "door_total", "parcels")
	return object{"title": "Market of many shops", "$defs": object{capCart: of(object{"line_items": lines}),
		capCheckout: of(object{"line_items": lines, "landed_cost": cost})}}
}
