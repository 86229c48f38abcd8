import { BarChart, FunnelChart, LineChart, ScatterChart } from 'echarts/charts'
import { DataZoomInsideComponent, GeoComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/** Only the parts of ECharts that we draw with; importing this file registers them. */
use([BarChart, FunnelChart, LineChart, ScatterChart, DataZoomInsideComponent, GeoComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export { init, registerMap, type EChartsType } from 'echarts/core'
