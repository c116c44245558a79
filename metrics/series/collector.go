package series

import (
	"github.com/prometheus/client_golang/prometheus"

	"soundings/metrics"
)

// The series. Labels are ids of what the team made, and states: nothing that a stranger sends.
var (
	cohortMembers = prometheus.NewDesc("soundings_cohort_members",
		"Members of a cohort, by state of consent.", []string{"cohort", "state"}, nil)
	surveyInvitations = prometheus.NewDesc("soundings_survey_invitations",
		"Invitations to a survey, by state; each invitation is in one.", []string{"survey", "state"}, nil)
	surveyScore = prometheus.NewDesc("soundings_survey_score",
		"Mean score of an instrument in a survey; absent while it rests on fewer than 11 answers.", []string{"survey", "instrument"}, nil)
	surveyScoreLow = prometheus.NewDesc("soundings_survey_score_low",
		"Lower end of the 95 % t interval of soundings_survey_score.", []string{"survey", "instrument"}, nil)
	surveyScoreHigh = prometheus.NewDesc("soundings_survey_score_high",
		"Upper end of the 95 % t interval of soundings_survey_score.", []string{"survey", "instrument"}, nil)
	featureExposed = prometheus.NewDesc("soundings_feature_exposed_members",
		"Agreed members of a cohort who are entitled to see a feature.", []string{"feature", "cohort"}, nil)
	featureSeen = prometheus.NewDesc("soundings_feature_seen_members",
		"Members of a cohort for whom the portal asked about a feature and was told to show it.", []string{"feature", "cohort"}, nil)
	rolloutRatio = prometheus.NewDesc("soundings_rollout_ratio",
		"Share of a cohort that a feature is rolled out to, from 0 to 1: 0 before beta and after, 1 once it is live.",
		[]string{"feature", "cohort"}, nil)
	cohortActive = prometheus.NewDesc("soundings_cohort_active_members",
		"Agreed members of a cohort who used the portal in the last 1, 7 or 28 days, today included.", []string{"cohort", "window"}, nil)
	featureActive = prometheus.NewDesc("soundings_feature_active_members",
		"Agreed members of a cohort who used a feature in the last 1, 7 or 28 days, today included.", []string{"feature", "cohort", "window"}, nil)
	refreshed = prometheus.NewDesc("soundings_refreshed_timestamp_seconds",
		"When the figures of cohorts, surveys and rollouts were last counted, in seconds since 1970.", nil, nil)
)

// Describe sends the series that Collect may send.
func (s *Service) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		cohortMembers, surveyInvitations, surveyScore, surveyScoreLow, surveyScoreHigh,
		featureExposed, featureSeen, rolloutRatio, pollBallots, pollPlace, refreshed,
		cohortActive, featureActive,
	} {
		descs <- d
	}
}

// Collect sends the figures that were counted last. It reads nothing from the store.
func (s *Service) Collect(to chan<- prometheus.Metric) {
	f := s.latest.Load()
	if f == nil {
		return
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(refreshed, float64(f.at.UnixMilli())/1000)
	for cohort, states := range f.cohorts {
		for state, n := range states {
			gauge(cohortMembers, float64(n), cohort, string(state))
		}
	}
	for survey, figures := range f.surveys {
		for state, n := range figures.invitations {
			gauge(surveyInvitations, float64(n), survey, string(state))
		}
		for _, score := range figures.scores {
			gauge(surveyScore, *score.Mean, survey, score.Instrument)
			gauge(surveyScoreLow, *score.Low, survey, score.Instrument)
			gauge(surveyScoreHigh, *score.High, survey, score.Instrument)
		}
	}
	f.collectPolls(gauge)
	for _, c := range f.rollouts {
		gauge(featureSeen, float64(c.Seen), c.Feature, c.Cohort)
		gauge(rolloutRatio, c.Ratio, c.Feature, c.Cohort)
	}
	for _, u := range f.active {
		if u.Feature != metrics.Portal {
			gauge(featureExposed, float64(u.Exposed), u.Feature, u.Cohort)
		}
		for window, n := range map[string]int{"1d": u.Active.D1, "7d": u.Active.D7, "28d": u.Active.D28} {
			if u.Feature == metrics.Portal {
				gauge(cohortActive, float64(n), u.Cohort, window)
			} else {
				gauge(featureActive, float64(n), u.Feature, u.Cohort, window)
			}
		}
	}
}
