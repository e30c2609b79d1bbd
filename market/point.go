package market

import (
	"context"
	"strconv"

	"agora/catalog"
	"agora/db"
	"agora/delivery"
	"agora/fault"
)

// PickupPoint is where a buyer takes her parcel, as the order keeps it.
type PickupPoint struct {
	Name   string `json:"name"`
	City   string `json:"city"`
	Street string `json:"street"`
	Hours  string `json:"hours,omitempty"`
}

// points finds the points of the shops whose chosen way is taken at one.
func (s *Service) points(ctx context.Context, out *Checkout, c Choice) (err error) {
	ways := map[db.ShopID]delivery.Option{}
	for shop, key := range out.Chosen {
		for _, o := range out.Offers[shop] {
			if o.Option.Key == key && o.Option.Service == delivery.Pickup {
				ways[shop] = o.Option
			}
		}
	}
	out.Points, err = s.delivery.PointsFor(ctx, c.To, c.City, ways)
	return err
}

// PointField is the form field of the point chosen for a shop.
func PointField(id catalog.ShopID) string { return "point." + strconv.FormatInt(int64(id), 10) }

// pointOf gives the point that was chosen for a shop; nil where none has to be.
func (c Checkout) pointOf(shop catalog.ShopID, chosen map[catalog.ShopID]delivery.PointID) (*PickupPoint, error) {
	list := c.Points[shop]
	if len(list) == 0 {
		return nil, nil
	}
	for _, p := range list {
		if p.ID != chosen[shop] {
			continue
		}
		if c.Pay == payCash && !p.Cash {
			return nil, fault.Field(PointField(shop), "fault.point_no_cash")
		}
		return &PickupPoint{Name: p.Name, City: p.City, Street: p.Street, Hours: p.Hours}, nil
	}
	return nil, fault.Field(PointField(shop), "fault.point_choose")
}
