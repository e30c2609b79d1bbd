package demo

import (
	"context"
	"strings"

	"agora/identity"
	"agora/relief"
)

// oldOffers are a few lines of another system: two are good, two are to be looked at, one
// is refused.
const oldOffers = `donorKey,donationkey,equipmentEnum,qty,datecreated,dataSource,stateprovince
d-01,o-01,n95,40,2020-04-29 17:04:31 UTC,Intake form,Fl
d-02,o-02,gown,300,2020-05-02 09:12:00 UTC,Intake form,WA
d-03,o-03,n95,50000000,2020-05-03 10:00:00 UTC,Intake form,CA
d-04,o-04,face_shield,25,2020-05-04 11:30:00 UTC,Intake form,Ontario
d-05,o-05,nitrile_gloves,-1,2020-05-05 08:45:00 UTC,Intake form,NY
`

// oldRecords keeps lists of 2020 in a crisis; once, however often it is called.
func (f *filling) oldRecords(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	_, err := f.Relief.Import(ctx, by, c.ID, relief.Offers, strings.NewReader(oldOffers))
	return err
}
