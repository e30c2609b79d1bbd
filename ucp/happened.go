package ucp

import (
	"strconv"

	"agora/delivery"
	"agora/market"
)

// types of what happens to a parcel, by the event that moved its order.
var eventTypes = map[market.OrderEvent]string{market.Accept: "processing", market.Ship: "shipped", market.Hand: "delivered", market.Deliver: "delivered", market.Receive: "delivered", market.Refuse: "returned_to_sender"}

// events are what happened to a parcel, oldest first; a parcel is delivered once.
func (c *call) events(o market.Order, lines []lineCount) (list []happened) {
	delivered := false
	for i, step := range o.Steps {
		kind := eventTypes[step.Event]
		if kind == "" || kind == "delivered" && delivered {
			continue
		}
		delivered = delivered || kind == "delivered"
		e := happened{ID: "evt_" + strconv.FormatInt(int64(o.ID), 10) + "_" + strconv.Itoa(i), At: stamp(step.At), Type: kind, Lines: lines}
		if o.Parcel != nil && kind != "processing" {
			e.Tracking, e.Carrier, e.URL = o.Parcel.Tracking, o.Parcel.Carrier, c.b.orderURL(o.Group)
		}
		list = append(list, e)
	}
	if o.Parcel != nil {
		for i, t := range o.Parcel.Events {
			if kind := trackedTypes[t.What]; kind != "" {
				list = append(list, happened{ID: "trk_" + strconv.FormatInt(int64(o.ID), 10) + "_" + strconv.Itoa(i), At: stamp(t.At), Type: kind, Lines: lines,
					Tracking: o.Parcel.Tracking, Carrier: o.Parcel.Carrier, URL: c.b.orderURL(o.Group)})
			}
		}
	}
	return list
}

// trackedTypes are what carriers tell between shipping and delivery.
var trackedTypes = map[delivery.What]string{delivery.InTransit: "in_transit", delivery.Customs: "in_transit", delivery.OutForDelivery: "in_transit", delivery.Returned: "returned_to_sender"}
