// Package catalog holds shops and what they sell: products in all their
// languages, variants, prices, stock and pictures.
//
// Tables: shops, shop_handles, products, variants, locations, stock,
// categories, traits, remarks, ratings, rehearsals, set_parts, synonyms (the
// operator's, for search), saved_searches (of people).
//
// Invariants:
//   - Stock is never negative and never promised twice: 0 <= held <= on_hand
//     in every row of stock, forbidden otherwise by the database itself.
//   - The stock of what is digital follows from its keys and files (digital) and is
//     counted by nobody.
//   - A variant is never removed while somebody may still refer to it: one that
//     an edit drops is only retired, and revived when it comes back.
//   - A buyer reviews each product of an order once, and nobody reviews what did
//     not come; ratings are the counts and sums of the reviews that are shown.
//   - A rehearsal is a shop of its own, in play money: no list, search or map of
//     the market has it, and only its owner sees it.
//   - What a category asks (a trait) never changes its kind or what it measures,
//     and loses no choice: things may have said it.
//   - A set has no stock of its own: it is as many as the scarcest of its parts
//     allows, and holding it holds them. A set holds no set.
//   - What one costs never rises with how many are bought.
//   - Prices are minor units of the shop's currency.
//   - The version of a product changes with all that is told of it but its stock,
//     that of a shop with what it says of itself: State, and who keeps answers by
//     it, rely on that. Whether they are for sale stands apart.
//   - What a read gives out is shared between callers and must not be changed:
//     decoded documents are remembered by their version.
package catalog

import "agora/db"

// ShopID names a shop.
type ShopID = db.ShopID

// ProductID names a product.
type ProductID int64

// VariantID names a variant: what is put in a cart.
type VariantID int64

// LocationID names a place in which a shop keeps stock.
type LocationID int64

// Page is a part of a list. Next continues it and is empty on the last one.
type Page[T any] struct {
	Items []T
	Next  string
}
