// Package delivery knows how shops send parcels: the ways a shop offers, their
// price by weight and their dates, and the parcels that went with their
// tracking.
//
// Tables: delivery_options, parcels, parcel_ranges.
//
// Invariants: prices of an option rise with the weight; a parcel heavier than
// the last step can't go that way; a tracking number that looks like the postal
// union's has a right check digit; a number of a shop's range goes out once.
package delivery
