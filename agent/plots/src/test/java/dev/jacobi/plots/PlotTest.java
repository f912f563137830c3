// Plots are drawn and files read back: SVG as XML, PNG as pixels. Surefire runs this without a display (java.awt.headless=true).
package dev.jacobi.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {
    private static final double[] X = {1, 2, 3, 4};
    private static final double[] Y = {10, 1000, 100, 10};

    @TempDir
    Path folder;

    private Document svg(Plot plot) throws Exception {
        Path file = folder.resolve("plot.svg");
        plot.save(file);
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static List<Element> elements(Document d, String name) {
        var all = new ArrayList<Element>();
        var found = d.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    /** Lines in the colour of the first series: between its points, and one of the legend. */
    private static long drawn(Document d) {
        return elements(d, "line").stream().filter(e -> e.getAttribute("style").contains("stroke:rgb(0,55,255)")).count();
    }

    @Test
    void svgHasSeriesAndWords() throws Exception {
        Document one = svg(Plots.line(X, Y).named("first & <last>").title("Title"));
        assertEquals("svg", one.getDocumentElement().getTagName());
        assertEquals("Title", elements(one, "title").get(0).getTextContent());
        assertEquals("line of 4 points \"first & <last>\"", elements(one, "desc").get(0).getTextContent());
        assertEquals(4, drawn(one));
        Document two = svg(Plots.line(X, Y).named("first").line(X, new double[] {10, 20, 30, 40}).scatter(X, Y));
        assertTrue(elements(two, "ellipse").size() >= 4, "a circle for each point of the scatter plot");
        assertEquals(0, elements(one, "ellipse").size());
        assertEquals("line of 4 points \"first\", line of 4 points, scatter of 4 points", elements(two, "desc").get(0).getTextContent());
    }

    /** Points stand where their numbers say: on a logarithmic axis a point of 100 is in the middle between 10 and 1000. */
    @Test
    void axesAreLogarithmic() throws Exception {
        double[] linear = heights(svg(Plots.scatter(X, Y)));
        assertEquals(90.0 / 990, (linear[0] - linear[2]) / (linear[0] - linear[1]), 0.01);
        double[] log = heights(svg(Plots.scatter(X, Y).logY()));
        assertEquals(0.5, (log[0] - log[2]) / (log[0] - log[1]), 0.01);
    }

    private static double[] heights(Document d) {
        return elements(d, "ellipse").stream().mapToDouble(e -> Double.parseDouble(e.getAttribute("cy"))).toArray();
    }

    @Test
    void pngHasItsSizeAndIsNotEmpty() throws IOException {
        for (Plot p : List.of(Plots.line(Y), Plots.hist(Y), Plots.hist(Y, 3).logY(), Plots.line(X, Y).logX().logY().xLabel("x").yLabel("y"), Plots.scatter(new float[] {1}, new int[] {2}))) {
            BufferedImage image = png(p.size(320, 200));
            assertEquals(320, image.getWidth());
            assertEquals(200, image.getHeight());
            assertTrue(coloured(image) > 10, p.toString());
        }
        assertEquals(800, png(Plots.line(Y)).getWidth());
    }

    private BufferedImage png(Plot p) throws IOException {
        Path file = folder.resolve("plot.PNG");
        p.save(file.toString());
        return ImageIO.read(file.toFile());
    }

    private static long coloured(BufferedImage image) {
        long n = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                var c = new Color(image.getRGB(x, y));
                n += Math.abs(c.getBlue() - c.getRed()) > 80 ? 1 : 0;
            }
        }
        return n;
    }

    /** The first row of an image is at the top: of four cells the last is the brightest, and stands at the lower right. */
    @Test
    void imagesBeginAtTheTop() throws IOException {
        BufferedImage image = png(Plots.image(new int[][] {{0, 1}, {2, 3}}));
        var upperLeft = new Color(image.getRGB(150, 150));
        var lowerRight = new Color(image.getRGB(550, 450));
        assertEquals(new Color(0x30123b), upperLeft);
        assertEquals(new Color(0xfde725), lowerRight);
        assertNotEquals(image.getRGB(150, 450), image.getRGB(550, 150));
    }

    @Test
    void histogramsCount() {
        Series s = Series.histogram(new double[] {0, 0.1, 0.5, 0.99, 1}, 2);
        assertEquals(List.of(2.0, 3.0), List.of(s.y()[0], s.y()[1]));
        assertEquals(List.of(0.0, 0.5, 1.0), List.of(s.x()[0], s.x()[1], s.x()[2]));
        Series alike = Series.histogram(new double[] {7, 7}, 3);
        assertEquals(2, alike.y()[1]);
    }

    /** A line of a million points keeps its peaks, and is drawn in a moment. */
    @Test
    void longLinesAreThinned() throws Exception {
        var y = new double[1_000_000];
        y[123_457] = 5;
        y[800_001] = -5;
        Series thin = Plots.line(y).series().get(0).thinned(100);
        assertTrue(thin.x().length <= 400);
        assertEquals(5, Arrays.stream(thin.y()).max().getAsDouble());
        assertEquals(-5, Arrays.stream(thin.y()).min().getAsDouble());
        assertEquals(999_999, thin.x()[thin.x().length - 1]);
        assertTrue(Arrays.stream(thin.x()).anyMatch(x -> x == 123_457));
        assertTrue(svg(Plots.line(y)).getDocumentElement().getElementsByTagName("line").getLength() < 10_000);
        var back = new double[10_000];
        back[0] = 1;
        assertEquals(10_000, Plots.line(back, back).series().get(0).thinned(100).x().length);
    }

    @Test
    void textSaysWhatIsShownAndWhere() {
        Plot p = Plots.line(X, Y).title("T");
        assertEquals("Plot \"T\": line of 4 points; not saved: save(\"name.svg\") or save(\"name.png\") does.", p.toString());
        Path file = folder.resolve("t.svg");
        assertEquals("Plot \"T\": line of 4 points; saved in " + file, p.save(file.toString()).toString());
        assertTrue(p.line(X, X).toString().contains("not saved"));
    }

    /** As an n-dimensional array is. */
    public static final class Tensor {
        private final long[] shape;

        Tensor(long... shape) {
            this.shape = shape;
        }

        public double[] toDoubleArray() {
            return new double[] {1, 2, 3, 4};
        }

        public long[] shape() {
            return shape;
        }
    }

    @Test
    void anyNumbersAreRead() {
        assertEquals(List.of(1.0, 2.0), boxed(Values.vector(new long[] {1, 2}, "x")));
        assertEquals(List.of(1.0, 0.0), boxed(Values.vector(new boolean[] {true, false}, "x")));
        assertEquals(List.of(1.0, 2.5), boxed(Values.vector(List.of(1, 2.5f), "x")));
        assertEquals(List.of(3.0, 4.0), boxed(Values.matrix(new Tensor(2, 2), "x")[1]));
        assertEquals(List.of(3.0, 4.0), boxed(Values.matrix(List.of(new int[] {1, 2}, List.of(3, 4)), "x")[1]));
        assertEquals(4, Values.vector(new Tensor(4), "x").length);
        assertEquals(8, Values.of(new float[2][2][2], "x").numbers().length);
    }

    private static List<Double> boxed(double[] d) {
        return Arrays.stream(d).boxed().toList();
    }

    @Test
    void badNumbersAreRefused() {
        refused("x has 4 numbers and y has 3", () -> Plots.line(X, new double[3]));
        refused("y[1] is NaN; only finite", () -> Plots.line(new double[] {1, Double.NaN}));
        refused("rows[1, 0] is Infinity", () -> Plots.image(new double[][] {{1}, {Double.POSITIVE_INFINITY}}));
        refused("x is empty", () -> Plots.scatter(new double[0], new double[0]));
        refused("rows is empty", () -> Plots.image(new double[3][0]));
        refused("y is null", () -> Plots.line((Object) null));
        refused("x is of java.lang.String", () -> Plots.scatter("abc", Y));
        refused("element that is no number: java.lang.String", () -> Plots.line(List.of(1, "a")));
        refused("rows is not rectangular: of axis 1 one part has 2 elements, and another 1.", () -> Plots.image(new double[][] {{1, 2}, {3}}));
        refused("y has the shape [1, 4]; an array with one axis", () -> Plots.line(new double[][] {Y}));
        refused("rows has the shape [4]; an array with two axes", () -> Plots.image(Y));
        refused("x is of " + Tensor.class.getName(), () -> Plots.line(new Tensor(3), Y));
        refused("x is of java.lang.Object", () -> Plots.line(new Object(), Y));
        refused("too far from each other", () -> Plots.hist(new double[] {Double.MAX_VALUE, -Double.MAX_VALUE}));
        refused("1 to 100000 bins, not 0", () -> Plots.hist(Y, 0));
        refused("An image takes no other series", () -> Plots.image(new double[2][2]).line(Y));
        refused("An image takes no other series", () -> Plots.line(Y).image(new double[2][2]));
        refused("at most 262144 cells", () -> Plots.image(new byte[1000][1000]));
        refused("not 10 x 300", () -> Plots.line(Y).size(10, 300));
        assertTrue(assertThrows(IllegalStateException.class, () -> Plot.EMPTY.named("a")).getMessage().contains("There is no series"));
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        String file = folder.resolve("a.svg").toString();
        refused("y[0] of \"loss\" is 0.0; a logarithmic axis", () -> Plots.line(new double[] {0, 1}).named("loss").logY().save(file));
        refused("x[0] of \"series 1\" is 0.0", () -> Plots.line(Y).logX().save(file));
        refused("cannot be logarithmic", () -> Plots.image(new double[2][2]).logX().save(file));
        refused("save it as .png", () -> Plots.image(new double[200][200]).save(file));
        refused("nothing to draw", () -> Plot.EMPTY.save(file));
    }

    @Test
    void placesThatCannotBeWrittenAreRefused() throws IOException {
        refused("a.jpg ends in neither", () -> Plots.line(Y).save("a.jpg"));
        String said = assertThrows(UncheckedIOException.class, () -> Plots.line(Y).save(folder.resolve("no/such.svg"))).getMessage();
        assertTrue(said.endsWith("no does not exist."), said);
        Path inside = Files.createDirectories(folder.resolve("d.svg/inside"));
        said = assertThrows(UncheckedIOException.class, () -> Plots.line(Y).save(inside.getParent())).getMessage();
        assertTrue(said.endsWith("it is a folder."), said);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(inside.getParent()), left.toList());
        }
    }

    private static void refused(String why, Executable what) {
        String said = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(said.contains(why) && said.endsWith("."), said);
    }
}
