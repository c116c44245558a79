package demo

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
)

// What the clinic is called and where it is.
const (
	clinicName  = "Larkmoor Family Health"
	clinicPhone = "207-555-0142"
	siteNames   = "Mill Street, Harbor Road, Northfield"
	managerName = "Dana Whitfield"
	managerMail = "dana.whitfield@example.org"
)

// team sets up the manager and adds who else runs the beta. Unlike everything else here it uses real chance: it makes
// passwords and links.
func (b *builder) team(ctx context.Context) (auth.Staff, error) {
	when := b.days.ago(84, 9, 5)
	accounts := *b.services.Accounts
	accounts.Now = func() time.Time { return when }
	token, _, err := accounts.FirstSetupLink(ctx)
	if err != nil {
		return auth.Staff{}, err
	}
	manager, err := accounts.SetUp(ctx, token, managerName, managerMail, base.NewID(accounts.Rand)+base.NewID(accounts.Rand))
	if err != nil {
		return auth.Staff{}, err
	}
	ctx = base.WithActor(ctx, base.Actor{Kind: base.ActorStaff, ID: manager.ID})
	for _, colleague := range []struct {
		name, email string
		role        auth.Role
	}{
		{"Dr. Ruth Okafor", "ruth.okafor@example.org", auth.Viewer},
		{"Luis Cárdenas", "luis.cardenas@example.org", auth.Member},
		{"Priya Raman", "priya.raman@example.org", auth.Member},
	} {
		if _, _, err := accounts.AddStaff(ctx, colleague.name, colleague.email, colleague.role); err != nil {
			return auth.Staff{}, err
		}
	}
	return manager, nil
}

// settings saves what pages say of the clinic. All of the consent page but whom to call is as it comes.
func (b *builder) settings(ctx context.Context) error {
	return b.teamAt(84, 9, 20).Cohorts.SaveClinic(ctx, cohorts.Clinic{
		Name: clinicName, Phone: clinicPhone, Languages: []string{"en", "es"}, TimeZone: b.kept.TimeZone, Demo: true,
	}, map[string]cohorts.ConsentText{
		"en": {Whom: "Call " + managerName + " at " + clinicPhone + ", Monday to Friday, 8 to 5."},
		"es": {Whom: "Llame a " + managerName + " al " + clinicPhone + ", de lunes a viernes, de 8 a. m. a 5 p. m. Hablamos español."},
	})
}
