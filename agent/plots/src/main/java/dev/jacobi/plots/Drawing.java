// The only file that knows XChart.
package dev.jacobi.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Makes charts of plots, and bytes of charts. */
final class Drawing {
    /** From low to high; told apart by their lightness alone, too. */
    private static final List<Color> COLOURS = List.of(new Color(0x30123b), new Color(0x3b528b), new Color(0x21918c), new Color(0x5ec962), new Color(0xfde725));
    /** What stands for no number on a logarithmic axis of counts. */
    private static final double NO_COUNT = 0.5;
    private static final int MOST_VECTOR_CELLS = 20_000;
    private static final int MOST_LABELS = 10;
    /** A part of the axis that is no multiple of any usual distance of points. */
    private static final double BETWEEN = (Math.sqrt(5) - 1) / 2;

    private Drawing() {
    }

    /**
     * The bytes of a file.
     *
     * @param vector SVG rather than PNG
     * @throws IllegalArgumentException if there is nothing to draw, or a number cannot be on a logarithmic axis
     */
    static byte[] bytes(Plot plot, boolean vector) {
        var out = new ByteArrayOutputStream();
        try {
            Chart<?, ?> chart = chart(plot, vector);
            if (vector) {
                VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
            } else {
                BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LinkageError | InternalError e) {
            throw new IllegalStateException("Plots cannot be drawn: this JVM has no fonts or no graphics (" + e + "). On Linux, a JDK that is not called headless, fontconfig and a font such as DejaVu are needed.", e);
        }
        return vector ? described(out.toString(StandardCharsets.UTF_8), plot) : out.toByteArray();
    }

    /** SVG that says in words what it shows, as letters are drawn as curves, and that names no document type, which readers of XML would fetch. */
    private static byte[] described(String svg, Plot plot) {
        int root = svg.indexOf("<svg");
        int inside = svg.indexOf('>', root) + 1;
        var words = new StringBuilder("\n  <title>").append(escaped(text(plot.look().title()))).append("</title>\n  <desc>");
        words.append(escaped(plot.series().stream().map(Series::text).collect(Collectors.joining(", ")))).append("</desc>");
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.substring(root, inside) + words + svg.substring(inside)).getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String s) {
        // what XML 1.0 has no way to write is left out
        return s.replaceAll("[\\p{Cntrl}\\p{Cs}\uFFFE\uFFFF&&[^\n\t]]", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Chart<?, ?> chart(Plot plot, boolean vector) {
        if (plot.series().isEmpty()) {
            throw new IllegalArgumentException("The plot is empty: there is nothing to draw.");
        }
        return plot.series().get(0).kind() == Series.Kind.IMAGE ? image(plot, vector) : points(plot);
    }

    private static void style(AxesChartStyler styler, Plot.Look look) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xdddddd));
        styler.setChartTitleVisible(look.title() != null);
        styler.setXAxisTitleVisible(look.xLabel() != null);
        styler.setYAxisTitleVisible(look.yLabel() != null);
    }

    private static String text(String s) {
        return s == null ? "" : s;
    }

    private static XYChart points(Plot plot) {
        Plot.Look look = plot.look();
        XYChart chart = new XYChartBuilder().width(look.width()).height(look.height()).title(text(look.title())).xAxisTitle(text(look.xLabel())).yAxisTitle(text(look.yLabel())).build();
        style(chart.getStyler(), look);
        chart.getStyler().setXAxisLogarithmic(look.logX());
        chart.getStyler().setYAxisLogarithmic(look.logY());
        // with a function for its labels, XChart takes a logarithmic axis's marks for those of another axis
        if (!look.logX()) {
            chart.getStyler().setxAxisTickLabelsFormattingFunction(Drawing::label);
        }
        if (!look.logY()) {
            chart.getStyler().setyAxisTickLabelsFormattingFunction(Drawing::label);
        }
        chart.getStyler().setLegendVisible(plot.series().size() > 1 || plot.series().get(0).name() != null);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        var names = new ArrayList<String>();
        for (Series s : plot.series()) {
            String name = s.name() != null && !s.name().isEmpty() ? s.name() : "series " + (names.size() + 1);
            // XChart wants names that differ
            while (names.contains(name)) {
                name += " ";
            }
            names.add(name);
            add(chart, s, name, look);
        }
        roundMarks(chart, plot, names);
        return chart;
    }

    /** Where all points have the same distance XChart puts marks at the points, however many or odd; one more that is not seen, between two of them, has it take round numbers. */
    private static void roundMarks(XYChart chart, Plot plot, List<String> names) {
        double[] x = plot.series().stream().flatMapToDouble(s -> DoubleStream.of(s.x())).toArray();
        double low = DoubleStream.of(x).min().orElseThrow();
        double high = DoubleStream.of(x).max().orElseThrow();
        if (high > low && x.length > 2) {
            Series first = plot.series().get(0);
            double y = first.kind() == Series.Kind.HIST ? Math.max(first.y()[0], NO_COUNT) : first.y()[0];
            chart.addSeries(String.join("", names) + " ", new double[] {low + (high - low) * BETWEEN}, new double[] {y}).setMarker(SeriesMarkers.NONE).setShowInLegend(false);
        }
    }

    /** A number beside an axis: six significant digits, as XChart puts marks at the points themselves where these have the same distances. */
    private static String label(double x) {
        BigDecimal d = new BigDecimal(x).round(new MathContext(6)).stripTrailingZeros();
        int exponent = d.precision() - d.scale() - 1;
        return d.signum() == 0 ? "0" : exponent < -4 || exponent > 6 ? d.round(new MathContext(6)).toString().replace("E+", "E") : d.toPlainString();
    }

    private static void add(XYChart chart, Series s, String name, Plot.Look look) {
        if (look.logX()) {
            positive(s.x(), "x", name);
        }
        if (s.kind() == Series.Kind.HIST) {
            // XChart fills areas down to 1 on a logarithmic axis, where no number is below
            var style = look.logY() ? XYSeries.XYSeriesRenderStyle.Step : XYSeries.XYSeriesRenderStyle.StepArea;
            chart.addSeries(name, s.x(), steps(s, look.logY())).setXYSeriesRenderStyle(style).setMarker(SeriesMarkers.NONE);
            chart.getStyler().setYAxisMin(look.logY() ? NO_COUNT : 0.0);
            return;
        }
        if (look.logY()) {
            positive(s.y(), "y", name);
        }
        boolean line = s.kind() == Series.Kind.LINE;
        Series points = line ? s.thinned(2 * look.width()) : s;
        XYSeries drawn = chart.addSeries(name, points.x(), points.y());
        drawn.setXYSeriesRenderStyle(line ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
        drawn.setMarker(line && s.x().length > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        drawn.setLineStyle(new BasicStroke(2f));
    }

    /** A step's height holds from its edge to the next; the last edge goes down. */
    private static double[] steps(Series histogram, boolean log) {
        var heights = new double[histogram.x().length];
        System.arraycopy(histogram.y(), 0, heights, 0, histogram.y().length);
        for (int i = 0; log && i < heights.length; i++) {
            heights[i] = Math.max(heights[i], NO_COUNT);
        }
        return heights;
    }

    private static void positive(double[] numbers, String role, String name) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] <= 0) {
                throw new IllegalArgumentException(role + "[" + i + "] of \"" + name + "\" is " + numbers[i] + "; a logarithmic axis has only numbers above 0.");
            }
        }
    }

    private static HeatMapChart image(Plot plot, boolean vector) {
        Plot.Look look = plot.look();
        if (look.logX() || look.logY()) {
            throw new IllegalArgumentException("An image has rows and columns as axes, which cannot be logarithmic.");
        }
        double[][] rows = plot.series().get(0).rows();
        if (vector && (long) rows.length * rows[0].length > MOST_VECTOR_CELLS) {
            throw new IllegalArgumentException("An image of " + rows.length + " x " + rows[0].length + " cells would be a very large .svg file, which has at most " + MOST_VECTOR_CELLS + "; save it as .png.");
        }
        HeatMapChart chart = new HeatMapChartBuilder().width(look.width()).height(look.height()).title(text(look.title())).xAxisTitle(text(look.xLabel())).yAxisTitle(text(look.yLabel())).build();
        style(chart.getStyler(), look);
        chart.getStyler().setRangeColors(COLOURS.toArray(new Color[0]));
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setShowValue(false);
        chart.getStyler().setHeatMapDecimalValueFormatter(Drawing::label);
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setPlotBackgroundColor(COLOURS.get(COLOURS.size() / 2));
        var cells = new ArrayList<Number[]>();
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                // XChart counts rows from below
                cells.add(new Number[] {j, rows.length - 1 - i, rows[i][j]});
            }
        }
        String name = plot.series().get(0).name();
        chart.addSeries(name == null || name.isEmpty() ? "image" : name, labels(rows[0].length, false), labels(rows.length, true), cells);
        return chart;
    }

    /** Numbers of columns or rows, of which only some are shown where there are many. */
    private static List<String> labels(int n, boolean fromBelow) {
        int every = (n + MOST_LABELS - 1) / MOST_LABELS;
        return IntStream.range(0, n).map(i -> fromBelow ? n - 1 - i : i).mapToObj(i -> i % every == 0 ? Integer.toString(i) : " ".repeat(1 + i % every)).toList();
    }
}
