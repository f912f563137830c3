package dev.jacobi.examples.policy;

/**
 * A pole that stands on a cart (Barto, Sutton and Anderson 1983): the cart is pushed left or right, and the pole falls if nobody takes care. Plain Java.
 *
 * @param place of the cart, in metres from the middle
 * @param speed of the cart
 * @param angle of the pole from upright, in radians
 * @param turn how fast the angle changes
 */
record Cart(float place, float speed, float angle, float turn) {
    private static final float GRAVITY = 9.8f;
    private static final float CART = 1;
    private static final float POLE = 0.1f;
    private static final float HALF = 0.5f;
    private static final float FORCE = 10;
    private static final float STEP = 0.02f;

    /** Whether the pole has not fallen, and the cart is still on its track. */
    boolean stands() {
        if (place < -2.4f || place > 2.4f) {
            return false;
        }
        return angle > -0.20943951f && angle < 0.20943951f;
    }

    /** A fiftieth of a second later. */
    Cart pushed(boolean right) {
        float force = right ? FORCE : -FORCE;
        float cos = (float) Math.cos(angle);
        float sin = (float) Math.sin(angle);
        float pull = (force + POLE * HALF * turn * turn * sin) / (CART + POLE);
        float turning = (GRAVITY * sin - cos * pull) / (HALF * (4f / 3 - POLE * cos * cos / (CART + POLE)));
        float moving = pull - POLE * HALF * turning * cos / (CART + POLE);
        return new Cart(place + STEP * speed, speed + STEP * moving, angle + STEP * turn, turn + STEP * turning);
    }
}
