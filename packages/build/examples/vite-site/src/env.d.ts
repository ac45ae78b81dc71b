/// <reference types="@darkroom/build/client" />
