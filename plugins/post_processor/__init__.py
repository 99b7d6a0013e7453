"""PostProcessor: the last hand on the chart, and the exact files that the gate looks at.

What a chart renders to is compared with the manifests byte for byte, so everything that is formatted is formatted in
the chart, before it is packaged and rendered.
"""
