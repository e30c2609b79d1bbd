// Package delivery knows how shops send parcels: the ways a shop offers, their
// price by weight or by the table of a carrier, how many parcels things need,
// their dates, and the parcels that went with their tracking.
//
// Tables: delivery_options, parcels, parcel_numbers, parcel_events, parcel_ranges,
// pickup_points, carriers, carrier_tariffs.
// Carriers and tariffs are the node's, not a shop's. The national posts of the
// market's countries come with the program (posts.json), without prices.
//
// Invariants: prices rise with the weight; no parcel of a plan is over a limit
// of its carrier, and no thing is lost; a tariff that counts is never changed,
// and never begins in the past; a tracking number that looks like the postal
// union's has a right check digit; a number of a shop's range goes out once.
package delivery
