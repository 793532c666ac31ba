// The parts of echarts that the console uses; loaded when the first chart is.
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, BarChart, ScatterChart, CustomChart, GridComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

export { init };
