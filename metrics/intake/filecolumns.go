package intake

import (
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
)

// What a column of a file of events can be.
const (
	refColumn     = "ref"
	mailColumn    = "email" // of the participant, instead of the ref
	kindColumn    = "kind"
	featureColumn = "feature"
	atColumn      = "at"
	idColumn      = "id"
)

// FileColumns lists what a column of a file of events can be.
func FileColumns() []string {
	return []string{refColumn, mailColumn, kindColumn, featureColumn, atColumn, idColumn}
}

// Reading says how a file of events is read.
type Reading struct {
	Columns cohorts.Mapping // to FileColumns; a column that it does not name is what its own name says, or left out
	Kind    metrics.Kind    // of every row, where no column says it
	Feature string          // the key of every row of Used, where no column says it
	Dates   Dates           // empty: as the dates themselves say
}

// columns returns what each column of a header is, "" if it is left out, and what is wrong with that.
func (r Reading) columns(header []string) ([]string, []cohorts.RowError) {
	columns := make([]string, len(header))
	var bad []cohorts.RowError
	wrong := func(column, text string) {
		bad = append(bad, cohorts.RowError{Line: 1, Column: column, Text: base.T(text)})
	}
	for i, name := range header {
		name = strings.TrimSpace(name)
		to, mapped := r.Columns[name]
		if !mapped {
			to = name
		}
		switch to = strings.ToLower(to); {
		case !slices.Contains(FileColumns(), to):
			if mapped && to != "" {
				wrong(name, "event_file.column")
			}
			continue
		case slices.Contains(columns, to):
			wrong(name, "event_file.twice")
		}
		columns[i] = to
	}
	has := func(column string) bool { return slices.Contains(columns, column) }
	if has(refColumn) == has(mailColumn) {
		wrong(refColumn, "event_file.person")
	}
	if !has(atColumn) {
		wrong(atColumn, "event_file.no_time")
	}
	switch {
	case has(kindColumn):
	case r.Kind == "":
		wrong(kindColumn, "event_file.no_kind")
	case !slices.Contains(metrics.Kinds(), r.Kind):
		wrong(kindColumn, "event.kind")
	case r.Kind == metrics.Used && r.Feature == "" && !has(featureColumn):
		wrong(featureColumn, "event_file.no_feature")
	}
	return columns, bad
}

// usualNames are how portals and spreadsheets call a column, in either language, and what its rows are then. The first that
// a file has is taken.
var usualNames = []struct {
	column string
	kind   metrics.Kind
	names  string
}{
	{refColumn, "", "ref participantref participantid participant patientref patientid personid userid username portaluser user patient reference " +
		"referencia idpaciente idparticipante idusuario participante paciente usuario codigo"},
	{mailColumn, "", "email emailaddress mail useremail patientemail correo correoelectronico"},
	{kindColumn, "", "kind event eventtype eventkind type action tipo evento tipodeevento accion"},
	{featureColumn, "", "feature module function funcion modulo"},
	{atColumn, metrics.Login, "lastlogin lastlogindate lastlogintime lastloginat lastsignin lastaccess lastaccessed lastvisit logindate logintime loginat " +
		"ultimoacceso ultimoiniciodesesion ultimaconexion ultimavisita fechadeacceso fechadelultimoacceso"},
	{atColumn, "", "at when time timestamp date datetime eventtime eventdate occurredat fecha fechahora fechayhora hora"},
	{atColumn, metrics.EnrolledKind, "enrolled enrolledon enrolledat enrollmentdate activated activatedon activationdate registered registrationdate signupdate " +
		"fechadealta fechaderegistro fechadeinscripcion fechadeactivacion"},
	{idColumn, "", "id eventid idevento ideventos"},
}

// GuessReading returns what the columns of a header most likely are.
func GuessReading(header []string) Reading {
	r := Reading{Columns: cohorts.Mapping{}}
	taken := map[string]bool{}
	for _, usual := range usualNames {
		for _, name := range strings.Fields(usual.names) {
			at := slices.IndexFunc(header, func(h string) bool { return plainName(h) == name })
			if at < 0 || taken[usual.column] || usual.column == mailColumn && taken[refColumn] {
				continue
			}
			taken[usual.column] = true
			r.Columns[strings.TrimSpace(header[at])] = usual.column
			if usual.kind != "" && !taken[kindColumn] {
				r.Kind = usual.kind
			}
		}
	}
	for _, name := range header { // nothing that was not guessed goes anywhere
		if name = strings.TrimSpace(name); r.Columns[name] == "" {
			r.Columns[name] = ""
		}
	}
	return r
}

var plainLetters = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n",
	" ", "", "_", "", "-", "", ".", "", "#", "", "/", "", "(", "", ")", "")

func plainName(name string) string { return plainLetters.Replace(strings.ToLower(name)) }
