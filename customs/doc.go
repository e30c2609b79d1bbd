// Package customs makes the papers of a parcel that crosses a border: the
// declarations CN 22 and CN 23 of the postal union, commercial invoice, packing
// list, the exporter's words of origin, the list that goes to the post office
// with a heap of parcels, and the form by which goods come back; and
// the Label with the address, which parcels at home have, too.
//
// It has no tables. A Shipment is a value; a Sheet is one paper made from it, as
// data; Draw makes a PDF of sheets, and UBL the invoice as XML.
//
// Invariants: the same Shipment gives the same bytes; what is not known is shown
// as missing, and listed by Missing, never guessed.
package customs
