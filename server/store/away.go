package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/lib/pq"
)

// Away tells whether work failed because the database could not be reached, or went away meanwhile. Whether a change was
// made is then not known here: asking again with the same key tells.
func Away(err error) bool {
	var p *pq.Error
	if errors.As(err, &p) {
		switch p.Code {
		case "57P01", "57P02", "57P03", "53300": // stopped, crashed, starting, no connection left
			return true
		}
		return p.Code.Class() == "08" // connection exceptions
	}
	var network *net.OpError
	if errors.As(err, &network) {
		return true
	}
	for _, lost := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}
