/** A part of the organisation that has copies of policies. */
export interface Unit {
  name: string
  group: string
  /** Name of a scope tag. */
  tag?: string
}

const rings: readonly Unit[] = ['IT', 'Pilot', 'Broad'].map((name) => ({ name, group: `SG-Intune-Ring-${name}` }))

const departments: readonly Unit[] = ['Finance', 'HR', 'Legal', 'Sales', 'Engineering', 'Production', 'Logistics', 'Executives'].map(
  (name) => ({ name, group: `SG-Dept-${name}` }),
) // prettier-ignore

const countries: readonly Unit[] = ['Germany', 'Austria', 'Switzerland', 'France', 'Poland', 'UK', 'USA'].map(
  (name) => ({ name, group: `SG-Country-${name}`, tag: name }),
)

const singles = [...rings, ...departments, ...countries]

/** All units: rings, departments and countries, then departments in countries, then rings of those. */
export const units: readonly Unit[] = [
  ...singles,
  ...joined(countries, departments),
  ...joined(joined(countries, departments), rings),
]

export const unitGroups: readonly string[] = singles.map(({ group }) => group)

export const countryNames: readonly string[] = countries.map(({ name }) => name)

function joined(outer: readonly Unit[], inner: readonly Unit[]): Unit[] {
  return outer.flatMap((one) =>
    inner.map((other) => ({ ...one, name: `${one.name} ${other.name}`, group: other.group })),
  )
}
