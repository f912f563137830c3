// Filters of pictures.
package dev.jacobi.foreign.drivers;

import com.jhlabs.image.AbstractBufferedImageOp;
import com.jhlabs.image.BoxBlurFilter;
import com.jhlabs.image.BumpFilter;
import com.jhlabs.image.ConvolveFilter;
import com.jhlabs.image.DespeckleFilter;
import com.jhlabs.image.EdgeFilter;
import com.jhlabs.image.EqualizeFilter;
import com.jhlabs.image.GaussianFilter;
import com.jhlabs.image.GlowFilter;
import com.jhlabs.image.HSBAdjustFilter;
import com.jhlabs.image.KaleidoscopeFilter;
import com.jhlabs.image.LaplaceFilter;
import com.jhlabs.image.LensBlurFilter;
import com.jhlabs.image.MaximumFilter;
import com.jhlabs.image.MedianFilter;
import com.jhlabs.image.OilFilter;
import com.jhlabs.image.QuantizeFilter;
import com.jhlabs.image.ReduceNoiseFilter;
import com.jhlabs.image.SmartBlurFilter;
import com.jhlabs.image.UnsharpFilter;
import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.awt.image.BufferedImage;
import java.util.List;

/** JHLabs' image filters on ARGB pictures. */
public final class JhLabs implements Driver {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    @Override
    public String name() {
        return "jhlabs";
    }

    @Override
    public List<String> include() {
        return List.of("com.jhlabs.*");
    }

    @Override
    public void run(int round, Results results) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = Data.ints(round, WIDTH * HEIGHT, 1 << 24);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] |= 0xff000000;
        }
        picture.setRGB(0, 0, WIDTH, HEIGHT, pixels, 0, WIDTH);
        List<AbstractBufferedImageOp> filters = List.of(new BoxBlurFilter(3, 2, 2), new GaussianFilter(4), new ConvolveFilter(new float[] {0, -1, 0, -1, 5.5f, -1, 0, -1, 0}), new MedianFilter(), new UnsharpFilter(), new BumpFilter(), new EdgeFilter(),
            new MaximumFilter(), new OilFilter(), new QuantizeFilter(), new HSBAdjustFilter(), new SmartBlurFilter(), new LensBlurFilter(), new KaleidoscopeFilter(), new DespeckleFilter(), new ReduceNoiseFilter(),
            new GlowFilter(), new LaplaceFilter(), new EqualizeFilter());
        for (int k = 0; k < 3; k++) {
            AbstractBufferedImageOp f = filters.get((3 * round + k) % filters.size());
            results.add(f.filter(picture, null).getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
        }
    }
}
