package demo

import (
	"context"

	"soundings/cohorts/plan"
)

// seats writes down who has which seat on the portal team, all but one with a substitute, and who is alerted.
func (b *builder) seats(ctx context.Context) error {
	s := b.teamAt(49, 15, 0).Plans
	on, err := b.accounts(ctx)
	if err != nil {
		return err
	}
	_, err = s.SaveTeam(ctx, plan.Team{
		Seats: []plan.Sitting{
			{Seat: plan.Sponsor, Person: plan.Holder{Name: "Helen Brandt, COO"}, StandIn: on["Dr. Ruth Okafor"], Decides: "Decides what the beta may cost and when it grows to another site. Settles what the departments cannot agree on."},
			{Seat: plan.Manager, Person: on[managerName], StandIn: on["Priya Raman"], Decides: "Decides what the team works on next. Keeps the plan, prepares the meeting on Thursdays, and writes every decision down here."},
			{Seat: plan.Provider, Person: on["Dr. Ruth Okafor"], StandIn: plan.Holder{Name: "Dr. Samuel Adeyemi"}, Decides: "Decides what is safe for patients and what doctors and nurses can take on. Can stop a rollout at any time."},
			{Seat: plan.FrontLine, Person: on["Luis Cárdenas"], StandIn: plan.Holder{Name: "Teresa Molina"}, Decides: "Decides how the front desk and the telephones work with each feature. Tells the team every week what patients ask."},
			{Seat: plan.HealthIT, Person: on["Priya Raman"], Decides: "Decides which features can be turned on, and when. Talks with the vendor and checks each release."},
		},
		Concerns: plan.Concerns{Account: on["Luis Cárdenas"].Account, StandIn: on[managerName].Account},
	})
	return err
}

// accounts returns those who can sign in, by name.
func (b *builder) accounts(ctx context.Context) (map[string]plan.Holder, error) {
	all, err := b.services.Plans.Accounts.Accounts(ctx)
	on := map[string]plan.Holder{}
	for _, a := range all {
		on[a.Name] = plan.Holder{Account: a.ID}
	}
	return on, err
}

// decideAsTeam takes the decision about messages on what the poll found.
func (b *builder) decideAsTeam(ctx context.Context) error {
	s := b.teamAt(40, 11, 0).Plans
	all, err := s.Entries(ctx, plan.Decision)
	if err != nil {
		return err
	}
	e := all[0]
	e.Seats, e.Grounds = []plan.Seat{plan.Sponsor, plan.Provider, plan.FrontLine}, []plan.Ground{{Source: "poll", Of: b.polled}}
	_, err = s.SaveEntry(ctx, e)
	return err
}

// rota plans who is on duty this week and the three after it.
func (b *builder) rota(ctx context.Context) error {
	s := b.teamAt(1, 16, 0).Plans
	on, err := b.accounts(ctx)
	if err != nil {
		return err
	}
	today := b.days.day(0)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	var weeks []plan.Week
	for i, pair := range [][2]string{{"Luis Cárdenas", "Priya Raman"}, {"Priya Raman", managerName}, {managerName, "Luis Cárdenas"}, {"Luis Cárdenas", "Priya Raman"}} {
		weeks = append(weeks, plan.Week{Monday: monday.AddDate(0, 0, 7*i), Accounts: []string{on[pair[0]].Account, on[pair[1]].Account}})
	}
	_, err = s.SaveWeeks(ctx, 0, weeks)
	return err
}
