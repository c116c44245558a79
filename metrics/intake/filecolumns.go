package intake

import (
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
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
	Columns upload.Mapping // to FileColumns; a column that it does not name is what its own name says, or left out
	Kind    metrics.Kind   // of every row, where no column says it
	Feature string         // the key of every row of Used, where no column says it
	Dates   upload.Dates   // empty: as the dates themselves say
	Letters upload.Letters // empty: as the letters say
	Sheet   string         // of a spreadsheet; empty: the first in which something stands
}

// columns returns what each column of a header is, "" if it is left out, and what is wrong with that.
func (r Reading) columns(header []string) ([]string, []upload.RowError) {
	columns := make([]string, len(header))
	var bad headerErrors
	for i, name := range header {
		to, mapped := r.Columns.Of(name)
		switch to = strings.ToLower(to); {
		case !slices.Contains(FileColumns(), to):
			if mapped && to != "" {
				bad.add(strings.TrimSpace(name), "event_file.column")
			}
			continue
		case slices.Contains(columns, to):
			bad.add(strings.TrimSpace(name), "event_file.twice")
		}
		columns[i] = to
	}
	return columns, append(bad, r.missing(columns)...)
}

// missing returns what neither the columns nor the reading say.
func (r Reading) missing(columns []string) []upload.RowError {
	has := func(column string) bool { return slices.Contains(columns, column) }
	var bad headerErrors
	if has(refColumn) == has(mailColumn) {
		bad.add(refColumn, "event_file.person")
	}
	if !has(atColumn) {
		bad.add(atColumn, "event_file.no_time")
	}
	switch {
	case has(kindColumn):
	case r.Kind == "":
		bad.add(kindColumn, "event_file.no_kind")
	case !slices.Contains(metrics.Kinds(), r.Kind):
		bad.add(kindColumn, "event.kind")
	case r.Kind == metrics.Used && r.Feature == "" && !has(featureColumn):
		bad.add(featureColumn, "event_file.no_feature")
	}
	return bad
}

// headerErrors are what is wrong with the columns of a file.
type headerErrors []upload.RowError

func (e *headerErrors) add(column, text string) {
	*e = append(*e, upload.RowError{Line: 1, Column: column, Text: base.T(text)})
}

// rowsOf is what a column is, and what the rows are then; empty: that is not said.
type rowsOf struct {
	column string
	kind   metrics.Kind
}

// usualColumns is how portals and spreadsheets call a column, in either language. The first that a file has is taken.
var usualColumns = []upload.Usual[rowsOf]{
	{Column: rowsOf{refColumn, ""}, Names: "ref participantref participantid participant patientref patientid personid userid username portaluser user patient " +
		"reference referencia idpaciente idparticipante idusuario participante paciente usuario codigo"},
	{Column: rowsOf{mailColumn, ""}, Names: "email emailaddress mail useremail patientemail correo correoelectronico"},
	{Column: rowsOf{kindColumn, ""}, Names: "kind event eventtype eventkind type action tipo evento tipodeevento accion"},
	{Column: rowsOf{featureColumn, ""}, Names: "feature module function funcion modulo"},
	{Column: rowsOf{atColumn, metrics.Login}, Names: "lastlogin lastlogindate lastlogintime lastloginat lastsignin lastaccess lastaccessed lastvisit logindate logintime " +
		"loginat ultimoacceso ultimoiniciodesesion ultimaconexion ultimavisita fechadeacceso fechadelultimoacceso"},
	{Column: rowsOf{atColumn, ""}, Names: "at when time timestamp date datetime eventtime eventdate occurredat fecha fechahora fechayhora hora"},
	{Column: rowsOf{atColumn, metrics.EnrolledKind}, Names: "enrolled enrolledon enrolledat enrollmentdate activated activatedon activationdate registered registrationdate " +
		"signupdate fechadealta fechaderegistro fechadeinscripcion fechadeactivacion"},
	{Column: rowsOf{idColumn, ""}, Names: "id eventid idevento ideventos"},
}

// GuessReading returns what the columns of a header most likely are.
func GuessReading(header []string) Reading {
	r := Reading{Columns: upload.Mapping{}}
	taken := map[string]bool{}
	for _, found := range upload.Find(header, usualColumns) {
		column, kind := found.Column.column, found.Column.kind
		if taken[column] || column == mailColumn && taken[refColumn] {
			continue
		}
		taken[column] = true
		r.Columns[found.Name] = column
		if kind != "" && !taken[kindColumn] {
			r.Kind = kind
		}
	}
	for _, name := range header { // nothing that was not guessed goes anywhere
		if name = strings.TrimSpace(name); r.Columns[name] == "" {
			r.Columns[name] = ""
		}
	}
	return r
}
