package dev.jacobi.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The picture is XML, has a bar for each program, and a line where plain Java is. */
class SpeedUpPlotTest {
    @Test
    void barsBeginAtPlainJava() throws Exception {
        String svg = SpeedUpPlot.svg(List.of(new SpeedUpPlot.Bar("fast & <wide>", 8), new SpeedUpPlot.Bar("slow", 0.5), new SpeedUpPlot.Bar("same", 1)));
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
        var lines = root.getElementsByTagName("line");
        double one = Double.NaN;
        for (int k = 0; k < lines.getLength(); k++) {
            if (((Element) lines.item(k)).getAttribute("class").equals("one")) {
                one = number(lines.item(k), "x1");
            }
        }
        var bars = root.getElementsByTagName("rect");
        assertEquals(4, bars.getLength(), "a background and three bars");
        assertEquals("faster", ((Element) bars.item(1)).getAttribute("class"));
        assertEquals(one, number(bars.item(1), "x"));
        assertEquals("slower", ((Element) bars.item(2)).getAttribute("class"));
        assertEquals(one, number(bars.item(2), "x") + number(bars.item(2), "width"), 0.11);
        assertEquals(3 * number(bars.item(2), "width"), number(bars.item(1), "width"), 0.2, "three doublings, one halving");
        assertTrue(root.getTextContent().contains("fast & <wide>") && root.getTextContent().contains("8.00"), svg);
    }

    private static double number(org.w3c.dom.Node n, String attribute) {
        return Double.parseDouble(((Element) n).getAttribute(attribute));
    }
}
