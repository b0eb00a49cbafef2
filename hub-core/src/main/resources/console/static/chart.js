/* Draws the sums by month and channel that a page carries as data. */
(function () {
  'use strict';
  const colours = ['#a8322a', '#2f5d8a', '#3d7a57', '#b7791f', '#6b4e8e', '#4a5568', '#0f766e', '#9d4f72'];
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.querySelectorAll('[data-chart]').forEach((box) => {
    const data = JSON.parse(box.dataset.chart);
    const money = new Intl.NumberFormat(data.locale, { style: 'currency', currency: data.currency, maximumFractionDigits: 0 });
    const short = new Intl.NumberFormat(data.locale, { notation: 'compact' });
    const chart = echarts.init(box, null, { renderer: 'svg' });
    chart.setOption({
      animation: !still && !navigator.webdriver,
      color: colours,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: { color: '#3b4452' } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v) => money.format(v) },
      xAxis: { type: 'category', data: data.labels, axisTick: { show: false }, axisLabel: { color: '#535d6b', hideOverlap: true }, axisLine: { lineStyle: { color: '#cfc9bf' } } },
      yAxis: { type: 'value', axisLabel: { color: '#535d6b', formatter: (v) => short.format(v) }, splitLine: { lineStyle: { color: '#ece8e1' } }, splitNumber: 3 },
      series: data.series.map((s) => ({ name: s.name, type: 'bar', stack: 'all', barMaxWidth: 28, data: s.data }))
    });
    new ResizeObserver(() => chart.resize()).observe(box);
  });
})();
