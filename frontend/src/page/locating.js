// A button that writes where the device is into a field, when its owner presses it and allows it.
export function startLocating() {
  if (!("geolocation" in navigator)) return;
  for (const button of document.querySelectorAll("[data-locates]")) {
    const field = document.getElementById(button.dataset.locates);
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        field.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
        field.focus();
      }),
    );
  }
}
