package door

import (
	"context"

	"linli/ent/db/device"
	"linli/ent/db/person"
	"linli/ent/db/shift"
	"linli/server/viewer"
)

// ids are of whom and what the log names.
type ids struct{ people, devices, shifts []string }

// names reads what they are called, by id: whoever may read a line of the log may know who wrote it.
func (d *Door) names(ctx context.Context, of ids) (map[string]string, error) {
	ctx = viewer.Internal(ctx)
	c, names := d.store.Client(), map[string]string{}
	people, err := c.Person.Query().Where(person.IDIn(of.people...)).Select(person.FieldID, person.FieldName).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	devices, err := c.Device.Query().Where(device.IDIn(of.devices...)).Select(device.FieldID, device.FieldName).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range devices {
		names[one.ID] = one.Name
	}
	shifts, err := c.Shift.Query().Where(shift.IDIn(of.shifts...)).Select(shift.FieldID, shift.FieldName).All(ctx)
	for _, s := range shifts {
		names[s.ID] = s.Name
	}
	return names, err
}
