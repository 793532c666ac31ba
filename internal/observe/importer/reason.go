package importer

import (
	"fmt"

	"kith/internal/kith"
)

// Reason is why a row could not become an event. Codes never change meaning.
type Reason string

const (
	RaggedRow         Reason = "ragged_row"
	UnbalancedQuote   Reason = "unbalanced_quote"
	StrayQuote        Reason = "stray_quote"
	RowTooLarge       Reason = "row_too_large"
	CellTooLarge      Reason = "cell_too_large"
	BadText           Reason = "bad_text"
	BadJSON           Reason = "bad_json"
	NotAnObject       Reason = "not_an_object"
	TooManyColumns    Reason = "too_many_columns"
	NoEventName       Reason = "no_event_name"
	EventNameTooLong  Reason = "event_name_too_long"
	NoIdentity        Reason = "no_identity"
	IDTooLong         Reason = "id_too_long"
	NoTime            Reason = "no_time"
	BadTime           Reason = "bad_time"
	TimeOutOfRange    Reason = "time_out_of_range"
	NoRowID           Reason = "no_row_id"
	BadNumber         Reason = "bad_number"
	BadBoolean        Reason = "bad_boolean"
	BadJSONCell       Reason = "bad_json_cell"
	BadPropertyName   Reason = "bad_property_name"
	TooManyProperties Reason = "too_many_properties"
	EventTooLarge     Reason = "event_too_large"
)

// advice is what is wrong, and what to do about it.
type advice struct{ wrong, instead string }

var reasons = map[Reason]advice{
	RaggedRow:         {"the row has another number of cells than the header", "put cells that contain the delimiter or line breaks in quotes"},
	UnbalancedQuote:   {"a quote is opened and not closed", "close it, or double the quotes inside of a quoted cell"},
	StrayQuote:        {"text follows a closed quote", "double the quotes inside of a quoted cell"},
	RowTooLarge:       {fmt.Sprintf("the row is larger than %d MB", maxRow>>20), "keep documents elsewhere and their addresses here"},
	CellTooLarge:      {fmt.Sprintf("a cell is larger than %d MB", maxCell>>20), "keep documents elsewhere and their addresses here"},
	BadText:           {"the row is not text in the file's encoding, or has NUL in it", "save the file as UTF-8, or name its encoding"},
	BadJSON:           {"the line is not JSON", "write one whole JSON object on each line"},
	NotAnObject:       {"the line is JSON but no object", "write one JSON object on each line"},
	TooManyColumns:    {fmt.Sprintf("the file has more than %d different columns", maxColumns), "put what varies into values, not names"},
	NoEventName:       {"the row has no event name", "fill the column, or leave such rows out with a rule"},
	EventNameTooLong:  {fmt.Sprintf("the event's name has more than %d characters", kith.MaxEventName), "put what varies into properties"},
	NoIdentity:        {"the row does not say whose it is", "fill the id column, name another, or leave such rows out with a rule"},
	IDTooLong:         {fmt.Sprintf("the id has more than %d characters", kith.MaxIDLen), "check that this is the column of ids"},
	NoTime:            {"the row has no time", "fill the column, or leave such rows out with a rule"},
	BadTime:           {"the time cannot be read", "write all times in one form, or name it in time_format"},
	TimeOutOfRange:    {"the time is before 1970 or more than 24 hours ahead", "check the year, and seconds against milliseconds"},
	NoRowID:           {"the columns that identify a row are empty", "fill them, or name others in id"},
	BadNumber:         {"this is not a number", "correct it, or give the property the type text"},
	BadBoolean:        {"this is neither true nor false", "write true or false, or give the property the type text"},
	BadJSONCell:       {"this cell is not JSON, or not the object it should be", "correct it, or give the property the type text"},
	BadPropertyName:   {fmt.Sprintf("a property's name is empty or has more than %d characters", kith.MaxPropertyName), "give it another name"},
	TooManyProperties: {fmt.Sprintf("the event would have more than %d properties", kith.MaxProperties), "name the columns that matter in properties"},
	EventTooLarge:     {fmt.Sprintf("the event would be larger than %d MB", kith.MaxEventSize>>20), "name the columns that matter in properties"},
}

// flaw is what is wrong with one row; the rows after it can be read.
type flaw struct {
	reason Reason
	column string
	saw    string // the value at fault, or where; may be ""
}

func (f *flaw) Error() string { return f.message() }

func (f *flaw) message() string {
	if f.saw == "" {
		return reasons[f.reason].wrong
	}
	return reasons[f.reason].wrong + ": " + start(f.saw, 80)
}

// start is at most the first n bytes of s, at a character's border.
func start(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
