"""Lists of people as a kelurahan keeps them: any workbook in, one checked row for each person out.

`workbook` opens a file as sheets of plain rows, with `excel` when it is one; `tables` finds the people among titles,
headers, groups, totals and signatures; `cells` and `places` read one kind of cell each, over plain values; `rows` puts
a person together; `preview` runs all of it over a file without changing anything.
"""
