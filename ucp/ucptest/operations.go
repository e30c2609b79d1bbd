package ucptest

import "net/http"

// operation is one of the REST binding: where it is, and what it answers.
type operation struct{ method, path, root string }

// operations are all of the service, by their name in the protocol, which is
// also the name of their tool in MCP.
var operations = map[string]operation{
	"search_catalog":    {http.MethodPost, "/catalog/search", Search},
	"lookup_catalog":    {http.MethodPost, "/catalog/lookup", Lookup},
	"get_product":       {http.MethodPost, "/catalog/product", Product},
	"create_cart":       {http.MethodPost, "/carts", Cart},
	"get_cart":          {http.MethodGet, "/carts/{id}", Cart},
	"update_cart":       {http.MethodPut, "/carts/{id}", Cart},
	"cancel_cart":       {http.MethodPost, "/carts/{id}/cancel", Cart},
	"create_checkout":   {http.MethodPost, "/checkout-sessions", Checkout},
	"get_checkout":      {http.MethodGet, "/checkout-sessions/{id}", Checkout},
	"update_checkout":   {http.MethodPut, "/checkout-sessions/{id}", Checkout},
	"complete_checkout": {http.MethodPost, "/checkout-sessions/{id}/complete", Checkout},
	"cancel_checkout":   {http.MethodPost, "/checkout-sessions/{id}/cancel", Checkout},
	"get_order":         {http.MethodGet, "/orders/{id}", Order},
}

// Search asks the catalogue; body is a search request.
func (c *Client) Search(body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("search_catalog", "", body, edit...)
}

// Lookup asks for products by ids of products or variants.
func (c *Client) Lookup(ids ...string) Answer {
	c.TB.Helper()
	return c.Do("lookup_catalog", "", map[string]any{"ids": ids})
}

// Product asks for one product; body has its id and what is selected.
func (c *Client) Product(body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("get_product", "", body, edit...)
}

// CreateCart makes a cart.
func (c *Client) CreateCart(body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("create_cart", "", body, edit...)
}

// GetCart gives a cart.
func (c *Client) GetCart(id string, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("get_cart", id, nil, edit...)
}

// UpdateCart replaces what is in a cart; body has its id, too.
func (c *Client) UpdateCart(id string, body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("update_cart", id, body, edit...)
}

// CancelCart ends a cart.
func (c *Client) CancelCart(id string, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("cancel_cart", id, nil, edit...)
}

// CreateCheckout begins a purchase.
func (c *Client) CreateCheckout(body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("create_checkout", "", body, edit...)
}

// GetCheckout gives a purchase as it stands.
func (c *Client) GetCheckout(id string, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("get_checkout", id, nil, edit...)
}

// UpdateCheckout replaces what was said of a purchase.
func (c *Client) UpdateCheckout(id string, body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("update_checkout", id, body, edit...)
}

// CompleteCheckout places the order; body has the payment.
func (c *Client) CompleteCheckout(id string, body any, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("complete_checkout", id, body, edit...)
}

// CancelCheckout gives a purchase up.
func (c *Client) CancelCheckout(id string, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("cancel_checkout", id, nil, edit...)
}

// GetOrder gives an order.
func (c *Client) GetOrder(id string, edit ...Edit) Answer {
	c.TB.Helper()
	return c.Do("get_order", id, nil, edit...)
}
