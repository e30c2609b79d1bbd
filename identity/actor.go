package identity

import (
	"slices"
	"strconv"

	"agora/country"
	"agora/db"
)

// PersonID names a person; 0 is nobody.
type PersonID int64

// Role is what a person may do, on the whole node or on one shop.
type Role string

// The roles. Those of shops are of one shop, the others of the node.
const (
	Operator    Role = "operator"    // runs the marketplace
	Moderator   Role = "moderator"   // looks after content and disputes
	Coordinator Role = "coordinator" // coordinates relief
	Caller      Role = "caller"      // takes needs of relief on the telephone
	Teacher     Role = "teacher"     // keeps courses, and looks after those who learn
	Officer     Role = "officer"     // reads the figures of the academy
	Agent       Role = "agent"       // hands parcels over for a carrier and collects cash
	ShopOwner   Role = "owner"       // runs a shop and its money
	ShopStaff   Role = "staff"       // works in a shop
)

// HouseRoles are those that an operator gives, in the order in which they are offered.
var HouseRoles = []Role{Operator, Moderator, Coordinator, Caller, Teacher, Officer}

// Actor is who asks: a signed-in person, a guest, a guest with a signed link,
// or the node itself.
type Actor struct {
	Person  PersonID // 0 for guests and the node
	Name    string
	Email   string // "" when unknown
	Phone   string // E.164, "" when unknown
	Lang    string // BCP 47
	Country country.Code
	Roles   []Role             // on the node
	Shops   map[db.ShopID]Role // the highest role in each shop
	Link    string             // subject of a verified signed link, "" otherwise
	System  bool               // the node's own jobs
}

// System is the node itself, as jobs act.
func System() Actor { return Actor{System: true} }

// Guest is somebody who has not signed in.
func Guest() Actor { return Actor{} }

// SignedIn reports whether the actor is a known person.
func (a Actor) SignedIn() bool { return a.Person != 0 }

// IsOperator reports whether the actor runs the marketplace. The node itself
// does not: a rule that lets it act says so.
func (a Actor) IsOperator() bool { return slices.Contains(a.Roles, Operator) }

// IsAgent reports whether the actor hands parcels over for a carrier.
func (a Actor) IsAgent() bool { return slices.Contains(a.Roles, Agent) }

// IsModerator reports whether the actor may look after content; operators may.
func (a Actor) IsModerator() bool {
	return slices.Contains(a.Roles, Moderator) || a.IsOperator()
}

// IsCoordinator reports whether the actor coordinates relief; operators do.
func (a Actor) IsCoordinator() bool { return slices.Contains(a.Roles, Coordinator) || a.IsOperator() }

// IsCaller reports whether the actor takes needs of relief on the telephone; who
// coordinates it may.
func (a Actor) IsCaller() bool { return slices.Contains(a.Roles, Caller) || a.IsCoordinator() }

// IsTeacher reports whether the actor keeps courses; operators do.
func (a Actor) IsTeacher() bool { return slices.Contains(a.Roles, Teacher) || a.IsOperator() }

// IsOfficer reports whether the actor reads the figures of the academy; who teaches does.
func (a Actor) IsOfficer() bool { return slices.Contains(a.Roles, Officer) || a.IsTeacher() }

// Runs reports whether the actor works in a shop, as owner or staff.
func (a Actor) Runs(shop db.ShopID) bool { return shop != db.House && a.Shops[shop] != "" }

// Owns reports whether the actor is an owner of a shop.
func (a Actor) Owns(shop db.ShopID) bool { return shop != db.House && a.Shops[shop] == ShopOwner }

// String names the actor in the audit: "person:123", "link:order/7", "guest"
// or "system".
func (a Actor) String() string {
	switch {
	case a.System:
		return "system"
	case a.Person != 0:
		return "person:" + strconv.FormatInt(int64(a.Person), 10)
	case a.Link != "":
		return "link:" + a.Link
	}
	return "guest"
}

// add puts one row of roles into the actor.
func (a *Actor) add(shop db.ShopID, role Role) {
	switch {
	case role == "":
	case shop == db.House:
		a.Roles = append(a.Roles, role)
	default:
		if a.Shops == nil {
			a.Shops = make(map[db.ShopID]Role, 1)
		}
		if a.Shops[shop] != ShopOwner {
			a.Shops[shop] = role
		}
	}
}
