package metrics

import "github.com/prometheus/client_golang/prometheus"

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
	refreshed = prometheus.NewDesc("soundings_refreshed_timestamp_seconds",
		"When the figures of cohorts and surveys were last counted, in seconds since 1970.", nil, nil)
)

// Describe sends the series that Collect may send.
func (s *Service) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{cohortMembers, surveyInvitations, surveyScore, surveyScoreLow, surveyScoreHigh, refreshed} {
		descs <- d
	}
}

// Collect sends the figures that were counted last. It reads nothing from the store.
func (s *Service) Collect(metrics chan<- prometheus.Metric) {
	f := s.latest.Load()
	if f == nil {
		return
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
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
}
