// Package market is what buyers and sellers do: the cart, the checkout, the
// placed order and its way to the buyer and of the money to the seller.
//
// Tables: carts, cart_lines, cart_codes, placements (idempotency keys), order_groups (what
// a buyer placed in one go), orders (one for each shop of a group, another
// for what a shop sells by link),
// order_lines, order_steps (the history of states), order_papers (what a shop
// says of a parcel for customs), enquiries (what buyers ask a price for, and what
// shops answer), consolidations and consolidation_parcels (what
// crosses a border together), counters, refunds; of cash on delivery cash_codes,
// cash_agents, cash_collected (what was paid for which order, to whom),
// cash_remittances, no_shows, cash_known (who confirmed, as digests); of live sales
// cart_holds (what is kept for a cart for minutes) and cart_held (the stock of it).
//
// Invariants:
//   - a placement is one transaction: key claimed, stock held, orders split by
//     shop, ledger posted, events written; the same key gives the same answer;
//   - what was promised is a snapshot: prices, names, rates, duty inputs and
//     commission are kept on the order and never derived again;
//   - an order moves only along the table in order_state.go, and every state
//     that waits for somebody has a deadline;
//   - an order is digital as a whole or not at all, and what it gives is given in
//     the transaction that books its payment;
//   - a price that is not the catalogue's comes from a quotation, which is ordered
//     once, by who asked for it, in the transaction of the placement;
//   - a price that discounts lowered is proven in the transaction of the placement:
//     the list price is as it was, and each discount in force, unchanged, and not
//     used up;
//   - held stock is exactly the quantity on lines of orders that have neither
//     shipped nor ended, and what is held for carts (Check proves it);
//   - what is held for a cart is for sale to nobody else, and becomes part of its
//     order in the transaction of the placement.
package market
