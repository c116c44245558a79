package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
)

//go:embed help.json
var helpList string

//go:embed workflow.json
var messageWorkflow string

// help answers what people ask about getting in and about the two features that they see.
func (b *builder) help(ctx context.Context) error {
	var all []struct {
		Feature   string
		Questions []ready.Question
		Film      base.Words
		Limits    base.Words
	}
	if err := json.Unmarshal([]byte(helpList), &all); err != nil {
		return fmt.Errorf("reading the help: %w", err)
	}
	for i, h := range all {
		_, err := b.teamAt(18-i, 15, 20).Ready.SaveHelp(ctx, ready.Help{Feature: h.Feature, Questions: h.Questions, Film: h.Film, Limits: h.Limits})
		if err != nil {
			return err
		}
	}
	return nil
}

// workflow says how messages are answered. The front desk has read it and the nurses have not, which holds the rollout.
func (b *builder) workflow(ctx context.Context) error {
	const key = "secure-messaging"
	var w ready.Workflow
	if err := json.Unmarshal([]byte(messageWorkflow), &w); err != nil {
		return fmt.Errorf("reading the workflow: %w", err)
	}
	w.Feature = key
	w, err := b.teamAt(8, 10, 5).Ready.CreateWorkflow(ctx, w)
	if err != nil {
		return err
	}
	if w, err = b.teamAt(7, 13, 40).Ready.PublishWorkflow(ctx, w.ID); err != nil {
		return err
	}
	desk := b.teamAt(6, 8, 15).Ready
	if _, err := desk.HaveRead(ctx, desk.Token(w, "Front desk"), "Carmen Ortiz"); err != nil {
		return err
	}
	_, err = b.teamAt(5, 9, 10).Ready.Require(ctx, key, []ready.Requirement{ready.Helped, ready.Followed})
	return err
}
