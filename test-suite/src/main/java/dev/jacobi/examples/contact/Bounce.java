package dev.jacobi.examples.contact;

/**
 * A ball that is thrown, falls, and bounces off the ground and a wall. Plain Java: each contact is a branch, and its moment within the time step is worked out, so that where the ball ends depends on
 * the throw without jumps, and the derivative is that of the motion.
 */
final class Bounce {
    static final double GRAVITY = 9.81;
    static final double WALL = 4;
    /** How much of the speed towards a surface is left behind a contact, and how much of that along it. */
    static final double BACK = 0.8;
    static final double ALONG = 0.95;
    static final double STEP = 0.01;
    static final int STEPS = 220;

    /** The speed of a throw. */
    record Throw(double across, double up) {
    }

    /** Where the ball is, and how fast. */
    record Ball(double x, double y, double vx, double vy) {
        Ball flown(double t) {
            return new Ball(x + vx * t, y + vy * t - GRAVITY / 2 * t * t, vx, vy - GRAVITY * t);
        }
    }

    private Bounce() {
    }

    /** When a ball that is above the ground now gets there: the later zero of its height. */
    static double untilGround(Ball b) {
        return (b.vy() + Math.sqrt(Math.max(b.vy() * b.vy() + 2 * GRAVITY * b.y(), 0))) / GRAVITY;
    }

    /** A time step with at most one contact with each surface. */
    static Ball step(Ball b) {
        Ball next = b.flown(STEP);
        if (next.y() < 0) {
            double t = Math.min(untilGround(b), STEP);
            Ball low = b.flown(t);
            next = new Ball(low.x(), 0, low.vx() * ALONG, -low.vy() * BACK).flown(STEP - t);
        }
        if (next.x() > WALL) {
            double late = (next.x() - WALL) / next.vx();
            next = new Ball(WALL - next.vx() * BACK * late, next.y(), -next.vx() * BACK, next.vy());
        }
        return next;
    }

    /** Where a throw ends. */
    static Ball end(Throw t) {
        Ball b = new Ball(0, 1, t.across(), t.up());
        for (int k = 0; k < STEPS; k++) {
            b = step(b);
        }
        return b;
    }

    /** The square of the distance from the target. */
    static double loss(Throw t, double targetX, double targetY) {
        Ball b = end(t);
        double dx = b.x() - targetX;
        double dy = b.y() - targetY;
        return dx * dx + dy * dy;
    }
}
